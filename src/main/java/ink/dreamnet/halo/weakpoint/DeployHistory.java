package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;

/// Knows the latest deploys, so that a weak point can name the deploy that it opened after. The room that keeps deploys
/// implements it; without one, weak points name none.
@FunctionalInterface
public interface DeployHistory {

    /// Looks up many subjects at once, with a number of queries that does not grow with them.
    ///
    /// @param subjects the subjects of weak points that open now
    /// @param at when the cycle began that found them: a later deploy does not count
    /// @return the last deploy before, for those where there was one not long ago
    Map<SubjectRef, AfterDeploy> before(Collection<SubjectRef> subjects, Instant at);
}
