package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /// Adds what is to be said of a squad.
    ///
    /// @param peers the squads with which it is compared; null where nothing is known of them
    void judge(Look look, @Nullable Peers peers, AnalyzerResult.Builder result) {
        Map<String, Verdict> verdicts = new HashMap<>();
        verdicts.put(SquadIssues.FAILING, failure.judge(look));
        verdicts.put(SquadIssues.SLOW, pace.againstPast(look));
        verdicts.put(SquadIssues.SLOWER_THAN_PEERS, pace.againstPeers(look, peers));
        verdicts.put(SquadIssues.BACKLOG, backlog.judge(look));
        verdicts.put(SquadIssues.UNEVEN, load.judge(look));
        Set<String> unknown = new HashSet<>();
        for (String code : SquadIssues.OF_SQUADS) {
            switch (verdicts.getOrDefault(code, Verdict.UNKNOWN)) {
                case Verdict.Found(var issue) -> {
                    result.issue(issue);
                    result.recommendation(new Recommendation("optimize-squad", SquadAdvice.of(code),
                            look.squad().subject().toString(),
                            Map.of("code", code, "severity", issue.severity().wire())));
                }
                case Verdict.Unknown _ -> unknown.add(code);
                case Verdict.Well _ -> {
                }
            }
        }
        result.observedExcept(look.squad().subject(), unknown);
        if (idle(look)) {
            result.recommendation(new Recommendation("review-idle-squad",
                    "Squad '%s' has had nothing to do for %s: give it work or dissolve it".formatted(
                            look.squad().name(), SquadIssues.duration(properties.window().toMillis())),
                    look.squad().subject().toString(), Map.of("idleForMs", idleForMs(look))));
        }
    }

    /// Idle is who had nothing to do for the whole window, and whose numbers say so for all of it.
    private boolean idle(Look look) {
        Duration window = properties.window();
        long from = look.nowMs() - window.toMillis();
        List<Interval> intervals = look.within(window);
        return !intervals.isEmpty() && intervals.getFirst().fromMs() <= from + window.toMillis() / 10
                && intervals.stream().allMatch(interval -> interval.finished() == 0)
                && look.series().since(intervals.getFirst().fromMs()).stream()
                        .allMatch(sample -> sample.running() != null
                                && sample.running() == 0 && (sample.queued() == null || sample.queued() == 0));
    }

    private long idleForMs(Look look) {
        return look.nowMs() - look.within(properties.window()).getFirst().fromMs();
    }
}
