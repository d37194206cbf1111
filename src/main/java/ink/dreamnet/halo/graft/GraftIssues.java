package ink.dreamnet.halo.graft;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.source.SourceState;
import org.jspecify.annotations.Nullable;

/// The codes and the descriptions of the issues about grafts.
final class GraftIssues {

    static final String FAILED = "graft.failed";
    static final String STUCK = "graft.stuck";
    static final String VERSION = "graft.version-drift";
    static final String FLAPPING = "graft.flapping";
    static final String ENDPOINT_DOWN = "graft.endpoint-down";
    static final String AGENT_DOWN = "graft.agent-down";
    static final String DELISTED = "graft.delisted";
    static final String SOURCE_FAILED = "graft.source.failed";

    /// What a repair of the graft can help against.
    static final List<String> REPAIRABLE = List.of(FAILED, STUCK, VERSION, FLAPPING, ENDPOINT_DOWN, AGENT_DOWN);
    /// The Graft Engine as a thing that can fail.
    static final SubjectRef GRAFT_ENGINE = new SubjectRef(SubjectKind.ENDPOINT, "graft-engine");

    private GraftIssues() {
    }

    /// @param grafts how many grafts are known from it
    static Issue sourceFailed(String reason, int grafts, SourceState lastAnswer, Instant now) {
        Map<String, Object> data = new HashMap<>(lastAnswer.evidence(now));
        data.put("reason", reason);
        data.put("grafts", grafts);
        return Issue.of(SOURCE_FAILED, Severity.HIGH, GRAFT_ENGINE,
                "The grafts of the Graft Engine could not be pulled: %s; nothing newer is known of its %d grafts"
                        .formatted(reason, grafts),
                data);
    }

    static Issue of(String code, Severity severity, Graft graft, String what, Map<String, ?> evidence) {
        Map<String, Object> data = new HashMap<>(evidence);
        data.put("name", graft.name());
        put(data, "type", graft.type() == null ? null : graft.type().wire());
        put(data, "status", graft.status() == null ? null : graft.status().wire());
        put(data, "path", graft.spec().path());
        put(data, "version", graft.spec().version());
        put(data, "desiredVersion", graft.spec().desiredVersion());
        put(data, "updatedAt", graft.spec().updatedAt() == null ? null : graft.spec().updatedAt().toString());
        return Issue.of(code, severity, graft.subject(), "Graft '%s' %s".formatted(graft.name(), what), data);
    }

    /// Reports an issue that a repair of the graft can help against, with the repair.
    static void report(AnalyzerResult.Builder result, Issue issue) {
        result.issue(issue, "repair-graft", GraftAdvice.of(issue.code()));
    }

    static String text(Duration duration) {
        if (duration.toHours() >= 48) {
            return duration.toDays() + " days";
        }
        return duration.toMinutes() >= 120 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }

    private static void put(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
