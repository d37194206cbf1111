/// What waits for somebody, and their decision.
@NullMarked
package ink.dreamnet.halo.console.approval;

import org.jspecify.annotations.NullMarked;
