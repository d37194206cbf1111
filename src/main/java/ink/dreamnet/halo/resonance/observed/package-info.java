/// What cycles observed, live and from the record, as looks of the timeline.
@NullMarked
package ink.dreamnet.halo.resonance.observed;

import org.jspecify.annotations.NullMarked;
