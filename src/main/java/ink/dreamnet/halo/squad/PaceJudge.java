package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells whether a squad works slower than it used to, or than its peers do. Both by robust deviation *and* by a ratio: what
/// is significant may still be too small to matter.
final class PaceJudge {

    /// From how many times as slow on it is a high issue.
    private static final double HIGH_RATIO = 3;
    /// A spread below this part of the median is taken for so much.
    private static final double LEAST_SPREAD = 0.05;

    private final SquadProperties.Slow limits;

    PaceJudge(SquadProperties properties) {
        this.limits = properties.duration();
    }

    /// @param logarithms those of the past: durations are skewed, their logarithms hardly are
    private record Comparison(String statistic, double present, Robust logarithms, double deviation, double ratio) {

        static Comparison of(String statistic, double present, DoubleStream before) {
            Robust past = Robust.of(before.map(Peers::log).toArray());
            return new Comparison(statistic, present, past,
                    past.deviation(Peers.log(present), Math.log(1 + LEAST_SPREAD)),
                    present / Math.exp(past.median()));
        }

        double past() {
            return Math.exp(logarithms.median());
        }
    }

    /// Compares with the squad's own past.
    void againstPast(SquadActivity activity, AnalyzerResult.Builder result) {
        Pace pace = activity.pace();
        if (pace == null) {
            SquadIssues.unknown(result, SquadIssues.SLOW, activity);
            return;
        }
        // an hour that overlaps the present one would be compared with itself
        List<Hour> past = activity.series().hours().stream()
                .filter(hour -> hour.startMs() + Pace.HOUR_MS <= pace.fromMs()).toList();
        if (past.size() < limits.minHours()) {
            SquadIssues.unknown(result, SquadIssues.SLOW, activity);
            return;
        }
        Comparison median = Comparison.of("median", pace.medianMs(),
                past.stream().mapToDouble(Hour::medianMs));
        Comparison tail = Comparison.of("p95", pace.p95Ms(), past.stream().mapToDouble(Hour::p95Ms));
        boolean slow = exceeds(median, limits.ratio());
        Comparison worst = slow ? median : tail;
        if (!slow && !exceeds(tail, tailRatio())) {
            return;
        }
        Map<String, Object> data = SquadIssues.evidence(activity, pace.fromMs(), pace.toMs());
        data.put("statistic", worst.statistic());
        data.put("medianMs", SquadIssues.rounded(pace.medianMs()));
        data.put("p95Ms", SquadIssues.rounded(pace.p95Ms()));
        data.put("pastMedianMs", SquadIssues.rounded(median.past()));
        data.put("pastP95Ms", SquadIssues.rounded(tail.past()));
        data.put("pastSpreadFactor", SquadIssues.rounded(Math.exp(worst.logarithms().spread())));
        data.put("pastHours", past.size());
        data.put("tasks", pace.tasks());
        data.put("intervals", pace.intervals());
        put(data, worst.deviation(), limits.deviation(), worst.ratio(), slow ? limits.ratio() : tailRatio());
        SquadIssues.report(result, SquadIssues.SLOW,
                worst.ratio() >= HIGH_RATIO ? Severity.HIGH : Severity.MEDIUM, activity,
                "is slower than it used to be: %s %s in the last hour, %s in the %d hours kept of its past (%s times as long)"
                        .formatted(worst.statistic(), SquadIssues.duration(worst.present()),
                                SquadIssues.duration(worst.past()), past.size(), times(worst.ratio())),
                data);
    }

    private boolean exceeds(Comparison comparison, double ratio) {
        return comparison.deviation() >= limits.deviation() && comparison.ratio() >= ratio;
    }

    /// The tail of a dozen means swings more than their median, so it must exceed the past by twice as much.
    private double tailRatio() {
        return 1 + 2 * (limits.ratio() - 1);
    }

    /// Compares with other squads.
    ///
    /// @param peers the squads of its group; null where nothing is known of them
    void againstPeers(SquadActivity activity, @Nullable Peers peers, AnalyzerResult.Builder result) {
        Pace pace = activity.pace();
        if (pace == null || peers == null || peers.others() < limits.minPeers()) {
            SquadIssues.unknown(result, SquadIssues.SLOWER_THAN_PEERS, activity);
            return;
        }
        double deviation = peers.logarithms().deviation(Peers.log(pace.medianMs()), Math.log(1 + LEAST_SPREAD));
        double typical = peers.medianMs();
        double ratio = pace.medianMs() / typical;
        if (deviation < limits.peerDeviation() || ratio < limits.peerRatio()) {
            return;
        }
        Map<String, Object> data = SquadIssues.evidence(activity, pace.fromMs(), pace.toMs());
        data.put("statistic", "median");
        data.put("medianMs", SquadIssues.rounded(pace.medianMs()));
        data.put("peersMedianMs", SquadIssues.rounded(typical));
        data.put("peersSpreadFactor", SquadIssues.rounded(Math.exp(peers.logarithms().spread())));
        data.put("peers", peers.others());
        if (!activity.squad().peerGroup().isEmpty()) {
            data.put("peerGroup", activity.squad().peerGroup());
        }
        data.put("tasks", pace.tasks());
        data.put("intervals", pace.intervals());
        put(data, deviation, limits.peerDeviation(), ratio, limits.peerRatio());
        SquadIssues.report(result, SquadIssues.SLOWER_THAN_PEERS, Severity.MEDIUM, activity,
                "is slower than its %d peers: %s in the median of the last hour, theirs %s (%s times as long)"
                        .formatted(peers.others(), SquadIssues.duration(pace.medianMs()), SquadIssues.duration(typical),
                                times(ratio)),
                data);
    }

    private static void put(Map<String, Object> data, double deviation, double deviationLimit, double ratio,
            double ratioLimit) {
        data.put("deviation", SquadIssues.rounded(deviation));
        data.put("deviationThreshold", deviationLimit);
        data.put("ratio", SquadIssues.rounded(ratio));
        data.put("ratioThreshold", ratioLimit);
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.1f", ratio);
    }
}
