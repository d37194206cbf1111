package ink.dreamnet.halo.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.trait.Change;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointGroup;
import org.jspecify.annotations.Nullable;

/// The story of one weak point, as of one moment. [ProblemReports] tells it.
///
/// @param at as of when
/// @param weakPoint the weak point; its evidence is `data` and `relatedIssues`
/// @param subject what is declared of its subject
/// @param cause the open weak point that is its cause, null where there is none
/// @param holdsBack the open weak points that it is the cause of, the most severe first
/// @param dependencies what its subject depends on, the nearest first
/// @param dependants what depends on its subject, the nearest first
/// @param timeline what happened, the oldest first; where it is too long, the latest of it
/// @param tasks the repairs that were proposed of it, the newest first
/// @param ladders what each strategy has for it
/// @param memory what the memory knows of its subject, null where it knows nothing
public record ProblemReport(Instant at, WeakPoint weakPoint, Declared subject, WeakPointGroup.@Nullable Member cause,
        Excerpt<WeakPointGroup.Member> holdsBack, Excerpt<Neighbour> dependencies, Excerpt<Neighbour> dependants,
        Excerpt<Moment> timeline, Excerpt<TaskView> tasks, List<RepairLadder> ladders, @Nullable Memory memory) {

    /// Copies the list.
    public ProblemReport {
        ladders = List.copyOf(ladders);
    }

    /// @return what else was reported of the subject when the weak point was last seen
    public List<ReportedIssue> otherIssues() {
        return weakPoint.relatedIssues().stream().filter(issue -> !issue.code().equals(weakPoint.code())
                || !issue.analyzer().equals(weakPoint.analyzer())).toList();
    }

    /// What is declared of the subject.
    ///
    /// @param labels its labels
    /// @param squad the id of its squad, null where it is in none
    /// @param dependsOn what it depends on directly
    public record Declared(Map<String, String> labels, @Nullable String squad, List<SubjectRef> dependsOn) {
    }

    /// A subject that the subject of the weak point depends on, or that depends on it.
    ///
    /// @param subject which
    /// @param distance over how many steps: 1 where it is direct
    /// @param dependsOn what it depends on directly itself; the edges of the graph
    /// @param weakPoints its open weak points, the most severe first, at most 20
    public record Neighbour(SubjectRef subject, int distance, List<SubjectRef> dependsOn,
            List<WeakPointGroup.Member> weakPoints) {
    }

    /// Where a moment of the timeline comes from.
    public enum Source implements Wire {
        /// The history of the weak point.
        WEAK_POINT,
        /// The audit trail of one of its tasks.
        TASK,
        /// A deploy of its service or to its environment.
        DEPLOY,
        /// An incoming event that names its subject.
        EVENT
    }

    /// Something that happened.
    ///
    /// @param at when
    /// @param source where that is known from
    /// @param kind what: `opened`, `task.approved`, `deploy`, or the type of the event
    /// @param by who or what did it
    /// @param text one sentence, null where the kind says it all
    /// @param id the task, deploy or event; null for what happened to the weak point
    /// @param cycleId the cycle that found it out, null where that was none
    public record Moment(Instant at, Source source, String kind, String by, @Nullable String text, @Nullable UUID id,
            @Nullable UUID cycleId) {
    }

    /// The repairs of one strategy for this weak point.
    ///
    /// @param strategy its name
    /// @param present the step that is proposed or under way, or whose effect is not known yet; null where there is none
    /// @param rungs all its steps, the mildest first
    public record RepairLadder(String strategy, @Nullable String present, List<Rung> rungs) {
    }

    /// One repair of a strategy.
    ///
    /// @param rung its place, from 0
    /// @param step its name
    /// @param type the type of its tasks
    /// @param instruction what the agent is told, null where it is told nothing in words
    /// @param tries how many tasks of it were proposed for this weak point
    /// @param taskId the last of these; null, as what follows, where there is none
    /// @param status where that task stands
    /// @param verification whether it helped, null where that is not known
    /// @param reason why it stands so, or what was observed; null where nothing was said
    public record Rung(int rung, String step, String type, @Nullable String instruction, int tries,
            @Nullable UUID taskId, @Nullable TaskStatus status, @Nullable Verification verification,
            @Nullable String reason) {
    }

    /// What the memory knows of the subject.
    ///
    /// @param entity its state and traits
    /// @param changes how it went before, the newest first
    public record Memory(EntityView entity, Excerpt<Change> changes) {
    }
}
