/// What cycles observed, as a history of onsets and recoveries: the one thing that patterns, groups and the plan are computed from.
/// Nothing here knows of a database or of a clock.
@NullMarked
package ink.dreamnet.halo.resonance.timeline;

import org.jspecify.annotations.NullMarked;
