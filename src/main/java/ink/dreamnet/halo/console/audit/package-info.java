/// Who did what.
@NullMarked
package ink.dreamnet.halo.console.audit;

import org.jspecify.annotations.NullMarked;
