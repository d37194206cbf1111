package ink.dreamnet.halo.resonance.replay;

import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.origin.Incident;
import ink.dreamnet.halo.resonance.pattern.Forecast;
import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.plan.Due;
import ink.dreamnet.halo.resonance.plan.FanOut;
import org.jspecify.annotations.Nullable;

/// What HALO answers to one step.
///
/// @param atMs when, in ms since 1970
/// @param fanOut whom it asks to look at in the same cycle
/// @param due whom it asks to look at in the next cycle
/// @param opened the weak points that opened or reopened
/// @param resolved those that are not there any more
/// @param tasks the tasks that were proposed
/// @param incidents what is under way
/// @param groups who falls with whom
/// @param insights what is raised now
/// @param forecasts when metrics are expected to reach their limits
/// @param ignored the decisions and outcomes that no task was waiting for
record StepAnswer(long atMs, List<FanOut> fanOut, List<Due> due, List<Point> opened, List<Point> resolved,
        List<Proposed> tasks, List<Incident> incidents, List<Group> groups, List<Raised> insights,
        List<Forecast> forecasts, List<Ignored> ignored) {

    /// A weak point.
    ///
    /// @param subject the number of its subject
    record Point(UUID id, int subject, String code, Severity severity) {
    }

    /// A task.
    ///
    /// @param subject the number of its subject
    /// @param propensity the probability with which this step was chosen; 1 where nothing was left to chance
    /// @param expected what is expected of it; null where nothing is known
    /// @param alternatives the other steps that could have been proposed
    record Proposed(UUID id, int subject, String code, String step, double propensity, @Nullable Expected expected,
            List<Alternative> alternatives) {
    }

    /// What is expected of a repair.
    ///
    /// @param p the probability that it helps
    /// @param baseRate how often the weak point goes away without it; null where that is not known
    /// @param uplift the difference as observed; null where that is not known
    record Expected(double p, @Nullable Double baseRate, @Nullable Double uplift) {
    }

    /// A step that was not chosen.
    record Alternative(String step, Expected expected) {
    }

    /// What was not taken.
    record Ignored(UUID task, String why) {
    }
}
