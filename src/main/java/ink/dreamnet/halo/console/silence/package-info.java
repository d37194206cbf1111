/// Silences and maintenance windows: what holds, what it hits, when it holds next, and a new one with a preview.
@NullMarked
package ink.dreamnet.halo.console.silence;

import org.jspecify.annotations.NullMarked;
