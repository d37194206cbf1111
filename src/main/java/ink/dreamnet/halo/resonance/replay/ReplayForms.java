package ink.dreamnet.halo.resonance.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;

/// The forms of a replay, for the description of the API. [ReplayOrder] and [StepReader] read them node by node and token by token.
final class ReplayForms {

    private ReplayForms() {
    }

    /// What is to be replayed.
    ///
    /// @param startAt before it there is no step; ISO 8601, or milliseconds since 1970
    /// @param cycleMs the time between two cycles, 1 s to 7 days; by default 5 minutes
    /// @param seed what ids and chance go by; by default 0
    /// @param subjects 1 to 10,000
    /// @param config what differs from the configuration
    record BeginOrder(Instant startAt, @Nullable Long cycleMs, @Nullable Long seed, List<ReplaySubject> subjects,
            @Nullable ReplayConfig config) {
    }

    /// A subject of a replay.
    ///
    /// @param kind its kind
    /// @param id its id
    /// @param labels its labels
    /// @param dependsOn what it depends on, each as `kind:id`
    record ReplaySubject(SubjectKind kind, String id, @Nullable Map<String, String> labels,
            @Nullable List<String> dependsOn) {
    }

    /// What differs from the configuration.
    ///
    /// @param plan how subjects are planned
    record ReplayConfig(@Nullable ReplayPlan plan) {
    }

    /// How subjects are planned; neither a budget nor a delay is the default of the plan.
    ///
    /// @param adaptive whether subjects are left out; by default from 100 subjects on
    /// @param probeBudget which share of looks is made
    /// @param worstDelayMs how late a failure may be noticed
    record ReplayPlan(@Nullable Boolean adaptive, @Nullable Double probeBudget, @Nullable Long worstDelayMs) {
    }

    /// One step of the history.
    ///
    /// @param at when; ISO 8601, or milliseconds since 1970
    /// @param round 2 for what the answer to round 1 of the same time asked to see; by default 1
    /// @param observations how subjects were; what was due and is not there was not observed
    /// @param values what was measured of any subject
    /// @param deploys what was deployed
    /// @param decisions what operators decided about tasks
    /// @param outcomes what approved tasks achieved
    record StepOrder(Instant at, @Nullable Integer round, @Nullable List<StepObservation> observations,
            @Nullable List<StepValue> values, @Nullable List<StepDeploy> deploys,
            @Nullable List<StepDecision> decisions, @Nullable List<StepOutcome> outcomes) {
    }

    /// How a subject was.
    ///
    /// @param subject as `kind:id`
    /// @param state how it was
    /// @param latencyMs how long it took to answer
    record StepObservation(String subject, Health state, @Nullable Double latencyMs) {
    }

    /// A measurement.
    ///
    /// @param subject as `kind:id`
    /// @param metric what was measured
    /// @param value the value
    /// @param limit what it must not cross
    record StepValue(String subject, String metric, double value, @Nullable Double limit) {
    }

    /// A deploy: of a subject, or of a service, which is all subjects with the label `service` of that name.
    ///
    /// @param subject as `kind:id`
    /// @param service the service
    /// @param at when; by default the time of the step
    record StepDeploy(@Nullable String subject, @Nullable String service, @Nullable Instant at) {
    }

    /// An operator's decision.
    ///
    /// @param task the task
    /// @param action what was decided
    record StepDecision(String task, Step.Action action) {
    }

    /// What a task achieved.
    ///
    /// @param task the task
    /// @param verification what was observed afterwards
    record StepOutcome(String task, Verification verification) {
    }
}
