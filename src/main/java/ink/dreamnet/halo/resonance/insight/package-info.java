/// Insights in production: after each cycle what it observed goes into the detectors, in the background, and what they raise is stored,
/// announced and shown.
@NullMarked
@NamedInterface("insight")
package ink.dreamnet.halo.resonance.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
