/// Benches of the states of subjects.
@NullMarked
package ink.dreamnet.halo.subject;

import org.jspecify.annotations.NullMarked;
