package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerRun;
import ink.dreamnet.halo.analysis.AnalyzerStatus;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.PlanRecord;
import ink.dreamnet.halo.analysis.Recommendation;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.jspecify.annotations.Nullable;

/// The lists of a cycle's record. No list is longer than [#MAX_ENTRIES], so that a fleet that is down as a whole does not
/// fill the disk with its history; the counts in the summary are those of the whole.
///
/// @param requests who asked for the cycle
/// @param plan whom it looked at and whom not; null where every subject was due
/// @param analysis what each analyzer saw
/// @param weakPoints the weak points that the cycle saw, most severe first
/// @param verifications the repairs that it verified
/// @param generatedTasks the tasks that it proposed, routed
public record CycleDetail(List<RequestRecord> requests, @Nullable PlanRecord plan, List<AnalyzerRecord> analysis,
        List<WeakPoint> weakPoints, @Nullable List<VerifiedTask> verifications, List<TaskView> generatedTasks) {

    /// Records of former versions have no verifications.
    public CycleDetail {
        verifications = verifications == null ? List.of() : verifications;
    }

    /// The longest list that is recorded.
    public static final int MAX_ENTRIES = 2000;

    /// What is left of a cycle whose lists were removed, or never came to be.
    public static final CycleDetail NONE = new CycleDetail(List.of(), null, List.of(), List.of(), List.of(),
            List.of());

    /// One request that a cycle serves.
    ///
    /// @param id its id
    /// @param trigger the trigger's name
    /// @param mode how much it asked for
    /// @param reason why, or null
    /// @param requestedBy who asked
    /// @param requestedAt when
    public record RequestRecord(UUID id, String trigger, CycleMode mode, @Nullable String reason, String requestedBy,
            Instant requestedAt) {
        static RequestRecord of(CycleRequest request) {
            return new RequestRecord(request.id(), request.trigger(), request.mode(), request.reason(),
                    request.requestedBy(), request.requestedAt());
        }
    }

    /// One analyzer's part.
    ///
    /// @param name the analyzer
    /// @param status how it ended
    /// @param durationMs how long it ran, in milliseconds
    /// @param subjects how many subjects it observed
    /// @param issues what it found
    /// @param issueCount how many issues it found, where `issues` had to be cut
    /// @param recommendations what it would do
    /// @param error why it is not `completed`, or its remark; null where there is nothing to say
    public record AnalyzerRecord(String name, AnalyzerStatus status, long durationMs, int subjects,
            List<ReportedIssue> issues,
            int issueCount, List<Recommendation> recommendations, @Nullable String error) {
        static AnalyzerRecord of(AnalyzerRun run) {
            List<Issue> issues = run.result().issues();
            return new AnalyzerRecord(run.name(), run.status(), run.duration().toMillis(),
                    run.result().observedCount(),
                    cut(issues).stream().map(issue -> ReportedIssue.of(run.name(), issue)).toList(), issues.size(),
                    cut(run.result().recommendations()),
                    run.error());
        }
    }

    /// Whether one repair helped.
    ///
    /// @param taskId the task
    /// @param weakPointId what it was to repair
    /// @param outcome the result
    /// @param reason one sentence
    public record VerifiedTask(UUID taskId, UUID weakPointId, @Nullable Verification outcome, String reason) {
        static VerifiedTask of(TaskView task) {
            Map<String, Object> evidence = task.verification().evidence();
            return new VerifiedTask(task.id(), task.weakPointId(), task.verification().verification(),
                    evidence == null ? "" : String.valueOf(evidence.get("reason")));
        }
    }

    static CycleDetail of(List<CycleRequest> requests, CycleOutcome outcome) {
        return new CycleDetail(cut(requests).stream().map(RequestRecord::of).toList(), outcome.plan(),
                outcome.runs().stream().map(AnalyzerRecord::of).toList(), cut(outcome.detection().seen()),
                cut(outcome.verified()).stream().map(VerifiedTask::of).toList(), cut(outcome.tasks()));
    }

    private static <T> List<T> cut(List<T> list) {
        return list.size() <= MAX_ENTRIES ? list : list.subList(0, MAX_ENTRIES);
    }
}
