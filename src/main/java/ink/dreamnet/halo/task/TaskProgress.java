package ink.dreamnet.halo.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What became of a task since it was proposed, in short. A step that was not taken is null.
///
/// @param status where it stands
/// @param reason why it has this status, where someone or something gave a reason
/// @param approved the approval that decided
/// @param dispatched its last dispatch
/// @param result the result of its last run
/// @param verdict whether it helped
public record TaskProgress(TaskStatus status, @Nullable String reason, @Nullable Approved approved,
        @Nullable Dispatched dispatched, @Nullable Result result, @Nullable Verdict verdict) {

    /// The approval of a task.
    ///
    /// @param by the operator, the last one where it took several
    /// @param at when
    public record Approved(String by, Instant at) {
    }

    /// A dispatch of a task.
    ///
    /// @param at when it went through the gate
    /// @param channel how it travels: `squad-builder`, `webhook` or `pull`
    public record Dispatched(Instant at, @Nullable String channel) {
    }

    /// The result of a run.
    ///
    /// @param outcome `succeeded` or `failed`
    /// @param at when that was known
    public record Result(String outcome, Instant at) {
    }

    /// Whether a task helped.
    ///
    /// @param verification what HALO observed afterwards
    /// @param at when
    /// @param reason one sentence
    public record Verdict(Verification verification, Instant at, @Nullable String reason) {
    }
}
