/// Tests of the plug-ins.
@NullMarked
package ink.dreamnet.halo.plugin;

import org.jspecify.annotations.NullMarked;
