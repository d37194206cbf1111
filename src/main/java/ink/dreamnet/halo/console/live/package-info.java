/// Says to open pages what has changed.
@NullMarked
package ink.dreamnet.halo.console.live;

import org.jspecify.annotations.NullMarked;
