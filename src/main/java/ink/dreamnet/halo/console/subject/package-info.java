/// What is watched: as a list, and everything that is known of one subject.
@NullMarked
package ink.dreamnet.halo.console.subject;

import org.jspecify.annotations.NullMarked;
