package ink.dreamnet.halo.resonance.replay;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.task.Verification;

/// What the caller of a replay brings for one moment.
///
/// @param atMs when, in ms since 1970
/// @param round 1 for what was due, 2 for what was asked for in the answer to that
/// @param looks what was observed, each subject once, in the order of their numbers
/// @param measures values of metrics
/// @param deploys deploys since the step before
/// @param decisions what operators decided since the step before
/// @param outcomes what repairs achieved, as it became known since the step before
record Step(long atMs, int round, List<Check> looks, List<Measure> measures, List<Deployed> deploys,
        List<Decided> decisions, List<Achieved> outcomes) {

    /// An operator's decision.
    record Decided(UUID task, Action action) {
    }

    /// What can be decided.
    enum Action implements Wire {
        APPROVED, REJECTED, EXPIRED
    }

    /// What a repair achieved.
    record Achieved(UUID task, Verification verification) {
    }
}
