package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Recommendation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Judges every side of one squad.
final class SquadJudges {

    private final SquadProperties properties;
    private final FailureJudge failure;
    private final PaceJudge pace;
    private final BacklogJudge backlog;
    private final LoadJudge load;

    SquadJudges(SquadProperties properties, JsonMapper json) {
        this.properties = properties;
        failure = new FailureJudge(properties);
        pace = new PaceJudge(properties);
        backlog = new BacklogJudge(properties);
        load = new LoadJudge(properties, json);
    }

    /// Judges one squad.
    ///
    /// @param peers the squads with which it is compared; null where nothing is known of them
    void judge(SquadActivity activity, @Nullable Peers peers, AnalyzerResult.Builder result) {
        result.observed(activity.squad().subject()).measured(activity.squad().subject(), measured(activity.series()));
        failure.judge(activity, result);
        pace.againstPast(activity, result);
        pace.againstPeers(activity, peers, result);
        backlog.judge(activity, result);
        load.judge(activity, result);
        if (idle(activity)) {
            result.recommendation(new Recommendation("review-idle-squad",
                    "Squad '%s' has had nothing to do for %s: give it work or dissolve it".formatted(
                            activity.squad().name(), SquadIssues.duration(properties.window().toMillis())),
                    activity.squad().subject().toString(), Map.of("idleForMs", idleForMs(activity))));
        }
    }

    private static Map<String, @Nullable Object> measured(Series series) {
        Map<String, @Nullable Object> measured = new LinkedHashMap<>();
        measured.put("countedAt", Instant.ofEpochMilli(series.last().atMs()));
        measured.put("origin", series.origin().wire());
        measured.put("running", series.last().running());
        measured.put("queued", series.last().queued());
        return measured;
    }

    /// A squad is idle where its samples cover the whole window and none has a task.
    private boolean idle(SquadActivity activity) {
        Duration window = properties.window();
        long from = activity.nowMs() - window.toMillis();
        List<Interval> intervals = activity.within(window);
        return !intervals.isEmpty() && intervals.getFirst().fromMs() <= from + window.toMillis() / 10
                && intervals.stream().allMatch(interval -> interval.finished() == 0)
                && activity.series().since(intervals.getFirst().fromMs()).stream()
                        .allMatch(sample -> sample.running() != null
                                && sample.running() == 0 && (sample.queued() == null || sample.queued() == 0));
    }

    private long idleForMs(SquadActivity activity) {
        return activity.nowMs() - activity.within(properties.window()).getFirst().fromMs();
    }
}
