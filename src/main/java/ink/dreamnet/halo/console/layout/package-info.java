/// What all pages share: the frame with the bar, notices, times in words, errors.
@NullMarked
package ink.dreamnet.halo.console.layout;

import org.jspecify.annotations.NullMarked;
