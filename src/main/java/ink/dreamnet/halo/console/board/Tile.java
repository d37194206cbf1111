package ink.dreamnet.halo.console.board;

import java.util.Map;

import ink.dreamnet.halo.console.layout.Graph;
import ink.dreamnet.halo.console.layout.Strip;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.subject.SubjectStatus;
import ink.dreamnet.halo.subject.SubjectView;
import org.jspecify.annotations.Nullable;

/// One subject at a glance.
///
/// @param subject the subject
/// @param strip its last checks
public record Tile(SubjectView subject, Strip strip) {

    private static final int MOST = 60;

    static Tile of(SubjectView subject) {
        return new Tile(subject, Strip.of(subject.status().recentChecks()));
    }

    /// @return the address of its page
    public String href() {
        return Graph.href(new SubjectRef(subject.kind(), subject.id()));
    }

    /// @return what is most worth knowing of it in a few words: what is wrong, or what was measured
    public String note() {
        SubjectStatus status = subject.status();
        if (!status.weakPoints().isEmpty()) {
            int more = status.weakPoints().size() - 1;
            return status.weakPoints().getFirst().code() + (more == 0 ? "" : " and " + more + " more");
        }
        Map<String, Object> result = status.lastResult();
        return result == null ? "" : Texts.shortened(measured(result), MOST);
    }

    private static String measured(Map<String, Object> result) {
        @Nullable
        Object latency = result.get("latencyMs");
        return latency != null ? latency + " ms" : "";
    }
}
