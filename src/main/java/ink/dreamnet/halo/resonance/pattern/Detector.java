package ink.dreamnet.halo.resonance.pattern;

import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Finds one kind of pattern. It is called once for each cycle, in order, and looks only at what changed. Its state is
/// derived from what it was given, so that the same cycles give the same findings. Not for use by several threads at once.
public interface Detector {

    /// @return the stable name of the pattern: lower case with hyphens, after a dot where one detector finds several
    ///         (`rhythm.hour-of-day`)
    String pattern();

    /// Takes in a cycle.
    ///
    /// @param facts what the cycle observed
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    /// @param findings takes what is found. A pattern that is there still is reported again whenever its evidence changes; one whose
    ///        evidence is gone is ended.
    void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings);
}
