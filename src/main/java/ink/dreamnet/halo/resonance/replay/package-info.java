/// Plays a recorded history through HALO's services, in memory and on a clock of its own: nothing is stored, sent or announced.
@NullMarked
package ink.dreamnet.halo.resonance.replay;

import org.jspecify.annotations.NullMarked;
