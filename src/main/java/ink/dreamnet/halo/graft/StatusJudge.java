package ink.dreamnet.halo.graft;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.graft.StatusHistory.Seen;
import org.jspecify.annotations.Nullable;

/// Judges a graft by its status, its version and the history of its status.
final class StatusJudge {

    /// From so many times the allowed time on, being stuck is a high issue.
    private static final int FAR_TOO_LONG = 10;

    private final GraftProperties properties;

    StatusJudge(GraftProperties properties) {
        this.properties = properties;
    }

    /// Judges one graft.
    ///
    /// @param history what was seen of its status, in the order of time
    /// @param result takes what is wrong, and what cannot be told
    void judge(Graft graft, List<Seen> history, Instant now, AnalyzerResult.Builder result) {
        flapping(graft, history, now, result);
        switch (graft.status()) {
            case null -> result.observedExcept(graft.subject(), List.of(GraftIssues.FAILED, GraftIssues.STUCK,
                    GraftIssues.VERSION, GraftIssues.FLAPPING));
            case FAILED -> failed(graft, result);
            case PENDING -> stuck(graft, history, properties.pendingFor(), now, result);
            case VALIDATED -> stuck(graft, history, properties.validatedFor(), now, result);
            case INSTALLED -> version(graft, result);
        }
        if (graft.status() != GraftStatus.INSTALLED) {
            result.observedExcept(graft.subject(), List.of(GraftIssues.VERSION));
        }
    }

    /// Tells since when a graft has its present status: as HALO saw it change, or else as the source says.
    static @Nullable Instant since(Graft graft, List<Seen> history) {
        Instant seen = history.isEmpty() ? null : Instant.ofEpochMilli(history.getLast().atMs());
        if (history.size() > 1) {
            return seen;
        }
        Instant said = graft.spec().updatedAt();
        if (said == null && graft.status() == GraftStatus.PENDING) {
            said = graft.spec().createdAt();
        }
        return said != null && (seen == null || said.isBefore(seen)) ? said : seen;
    }

    private static void failed(Graft graft, AnalyzerResult.Builder result) {
        String error = graft.spec().error();
        GraftIssues.report(result, GraftIssues.of(GraftIssues.FAILED, Severity.HIGH, graft,
                "failed" + (error == null ? ", its engine gives no reason" : ": " + error),
                error == null ? Map.of() : Map.of("error", error)));
    }

    private static void stuck(Graft graft, List<Seen> history, Duration allowed, Instant now,
            AnalyzerResult.Builder result) {
        Instant since = since(graft, history);
        if (since == null || graft.status() == null) {
            return;
        }
        Duration lasting = Duration.between(since, now);
        if (lasting.compareTo(allowed) > 0) {
            boolean far = lasting.compareTo(allowed.multipliedBy(FAR_TOO_LONG)) > 0;
            GraftIssues.report(result, GraftIssues.of(GraftIssues.STUCK, far ? Severity.HIGH : Severity.MEDIUM, graft,
                    "has been %s for %s, allowed are %s".formatted(graft.status().wire(), GraftIssues.text(lasting),
                            GraftIssues.text(allowed)),
                    Map.of("since", since.toString(), "lastingMs", lasting.toMillis(), "allowedMs",
                            allowed.toMillis())));
        }
    }

    private static void version(Graft graft, AnalyzerResult.Builder result) {
        String desired = graft.spec().desiredVersion();
        String present = graft.spec().version();
        if (desired == null) {
            return;
        }
        if (present == null) {
            result.observedExcept(graft.subject(), List.of(GraftIssues.VERSION));
        } else if (!present.strip().equals(desired.strip())) {
            GraftIssues.report(result, GraftIssues.of(GraftIssues.VERSION, Severity.MEDIUM, graft,
                    "is installed in version %s, desired is %s".formatted(present, desired), Map.of()));
        }
    }

    /// The first status that was seen of a graft is no change.
    private void flapping(Graft graft, List<Seen> history, Instant now,
            AnalyzerResult.Builder result) {
        long from = now.minus(properties.flapWindow()).toEpochMilli();
        List<Seen> changes = history.stream().skip(1).filter(seen -> seen.atMs() >= from).toList();
        if (changes.size() >= properties.flapChanges()) {
            Map<String, Object> data = new HashMap<>();
            data.put("changes", changes.size());
            data.put("threshold", properties.flapChanges());
            data.put("windowMs", properties.flapWindow().toMillis());
            data.put("seen", changes.stream()
                    .map(seen -> Map.of("at", Instant.ofEpochMilli(seen.atMs()).toString(), "status", seen.status()))
                    .toList());
            GraftIssues.report(result, GraftIssues.of(GraftIssues.FLAPPING, Severity.MEDIUM, graft,
                    "changed its status %d times within %s".formatted(changes.size(),
                            GraftIssues.text(properties.flapWindow())),
                    data));
        }
    }
}
