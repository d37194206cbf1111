package ink.dreamnet.halo.graft;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.graft.StatusHistory.Seen;
import org.jspecify.annotations.Nullable;

/// Judges what a graft's status, its version and the history of its status say.
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
    /// @param issues takes what is wrong
    /// @param unknown takes the codes of which nothing can be said
    void judge(Graft graft, List<Seen> history, Instant now, List<Issue> issues, Set<String> unknown) {
        flapping(graft, history, now, issues);
        switch (graft.status()) {
            case null -> unknown.addAll(List.of(GraftIssues.FAILED, GraftIssues.STUCK, GraftIssues.VERSION,
                    GraftIssues.FLAPPING));
            case FAILED -> {
                failed(graft, issues);
                unknown.add(GraftIssues.VERSION);
            }
            case PENDING -> {
                stuck(graft, history, properties.pendingFor(), now, issues);
                unknown.add(GraftIssues.VERSION);
            }
            case VALIDATED -> {
                stuck(graft, history, properties.validatedFor(), now, issues);
                unknown.add(GraftIssues.VERSION);
            }
            case INSTALLED -> version(graft, issues, unknown);
        }
    }

    /// Tells since when a graft stands as it does: as HALO saw it change, or, where it never did, as the source says.
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

    private static void failed(Graft graft, List<Issue> issues) {
        String error = graft.spec().error();
        issues.add(GraftIssues.of(GraftIssues.FAILED, Severity.HIGH, graft,
                "failed" + (error == null ? ", its engine does not say why" : ": " + error),
                error == null ? Map.of() : Map.of("error", error)));
    }

    private static void stuck(Graft graft, List<Seen> history, Duration allowed, Instant now, List<Issue> issues) {
        Instant since = since(graft, history);
        if (since == null || graft.status() == null) {
            return;
        }
        Duration lasting = Duration.between(since, now);
        if (lasting.compareTo(allowed) > 0) {
            boolean far = lasting.compareTo(allowed.multipliedBy(FAR_TOO_LONG)) > 0;
            issues.add(GraftIssues.of(GraftIssues.STUCK, far ? Severity.HIGH : Severity.MEDIUM, graft,
                    "has been %s for %s, allowed are %s".formatted(graft.status().wire(), GraftIssues.text(lasting),
                            GraftIssues.text(allowed)),
                    Map.of("since", since.toString(), "lastingMs", lasting.toMillis(), "allowedMs",
                            allowed.toMillis())));
        }
    }

    private static void version(Graft graft, List<Issue> issues, Set<String> unknown) {
        String desired = graft.spec().desiredVersion();
        String present = graft.spec().version();
        if (desired == null) {
            return;
        }
        if (present == null) {
            unknown.add(GraftIssues.VERSION);
        } else if (!present.strip().equals(desired.strip())) {
            issues.add(GraftIssues.of(GraftIssues.VERSION, Severity.MEDIUM, graft,
                    "is installed in version %s, desired is %s".formatted(present, desired), Map.of()));
        }
    }

    /// The first status that was seen of a graft is no change.
    private void flapping(Graft graft, List<Seen> history, Instant now, List<Issue> issues) {
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
            issues.add(GraftIssues.of(GraftIssues.FLAPPING, Severity.MEDIUM, graft,
                    "changed its status %d times within %s".formatted(changes.size(),
                            GraftIssues.text(properties.flapWindow())),
                    data));
        }
    }
}
