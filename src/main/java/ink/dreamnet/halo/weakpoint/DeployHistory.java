package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectRef;

/// Knows the latest deploys, so that a weak point can name the deploy that it opened after. The room that keeps deploys
/// implements it; without one, weak points name none.
public interface DeployHistory {

    /// Looks up many subjects at once, with a number of queries that does not grow with them.
    ///
    /// @param subjects the subjects of weak points that open now
    /// @param at when the cycle began that found them: a later deploy does not count
    /// @return the last deploy before, for those where there was one not long ago
    Map<SubjectRef, AfterDeploy> before(Collection<SubjectRef> subjects, Instant at);

    /// A deploy, by the subjects that it concerns.
    ///
    /// @param at when it was deployed
    /// @param subjects the subjects that belong to what was deployed; empty where none is known to
    record Deployed(Instant at, Set<SubjectRef> subjects) {

        /// Copies the set.
        public Deployed {
            subjects = Set.copyOf(subjects);
        }
    }

    /// @param most how many at most: the latest
    /// @return the deploys that were done after a time, up to another one, the earliest first
    List<Deployed> between(Instant after, Instant until, int most);
}
