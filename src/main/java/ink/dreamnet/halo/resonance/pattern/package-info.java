/// Patterns across cycles. A [Detector] reads the timeline and reports findings; which of them are raised as insights is decided by one
/// error rate for all. Nothing here knows of a database or of a clock.
@NullMarked
package ink.dreamnet.halo.resonance.pattern;

import org.jspecify.annotations.NullMarked;
