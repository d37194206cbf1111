package ink.dreamnet.halo.resonance.pattern;

import java.util.Collection;
import java.util.List;

import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;

/// Runs all detectors over each cycle, and raises what they find as insights at one error rate for all. Not for use by several threads
/// at once.
public final class Patterns {

    public static final double LEVEL = 0.05;
    private final Fleet fleet;

    /// @param fleet the subjects, which may grow
    public Patterns(Fleet fleet) {
        this.fleet = fleet;
    }

    /// Goes on after a restart.
    public Patterns(Fleet fleet, PatternState state) {
        this(fleet);
    }

    public PatternState state() {
        return PatternState.NONE;
    }

    public void dismiss(long id) {
    }

    /// A finding that passed the error rate.
    ///
    /// @param id the number of the insight, from 1 on in the order of raising
    /// @param finding what was found, as of the last report
    /// @param firstMs when it was raised, in ms since 1970
    /// @param lastMs when it was reported last, in ms since 1970
    public record Raised(long id, Finding finding, long firstMs, long lastMs) {
    }

    /// What a cycle changed.
    ///
    /// @param raised what is new
    /// @param updated what was raised before and has new evidence
    /// @param ended the ids of those whose evidence is gone
    public record Outcome(List<Raised> raised, List<Raised> updated, List<Long> ended) {
    }

    /// Takes in a cycle.
    ///
    /// @param facts what the cycle observed, with what it looked at later
    /// @param changes what changed by it
    /// @param timeline everything up to this cycle, with it
    public Outcome cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline) {
        return new Outcome(List.of(), List.of(), List.of());
    }

    /// @return the findings that go through the same error rate, for what is not a [Detector]
    public Findings findings() {
        throw new UnsupportedOperationException("to be built over %d subjects".formatted(fleet.size()));
    }

    /// @return what is raised now, by id
    public Collection<Raised> current() {
        return List.of();
    }
}
