package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells whether a squad fails too often: by the lower bound of the failure rate's confidence interval, so that few tasks
/// make no alarm. Judged over the window and over its recent part; the one that is surer of a fault decides.
final class FailureJudge {

    private final SquadProperties properties;

    FailureJudge(SquadProperties properties) {
        this.properties = properties;
    }

    private record Count(String basis, long fromMs, long toMs, long finished, long failed, Wilson bounds) {

        static Count of(String basis, long fromMs, long toMs, long finished, long failed) {
            return new Count(basis, fromMs, toMs, finished, failed, Wilson.of(failed, finished));
        }

        static Count of(String basis, List<Interval> intervals) {
            long finished = 0;
            long failed = 0;
            for (Interval interval : intervals) {
                Long ofInterval = interval.failed();
                if (ofInterval != null) {
                    finished += interval.completed() + ofInterval;
                    failed += ofInterval;
                }
            }
            return of(basis, intervals.getFirst().fromMs(), intervals.getLast().toMs(), finished, failed);
        }
    }

    void judge(SquadActivity activity, AnalyzerResult.Builder result) {
        Count count = count(activity);
        if (count.finished() < properties.minFinished()) {
            SquadIssues.unknown(result, SquadIssues.FAILING, activity);
            return;
        }
        Severity severity = severity(count.bounds().lower());
        if (severity != null) {
            SquadIssues.report(result, SquadIssues.FAILING, severity, activity, description(count),
                    data(activity, count));
        }
    }

    /// A squad with only one sample is judged by all that it has counted so far.
    private Count count(SquadActivity activity) {
        if (activity.intervals().isEmpty()) {
            Sample only = activity.series().last();
            return Count.of("lifetime", only.atMs(), only.atMs(), only.completed() + only.failed(), only.failed());
        }
        Count window = Count.of("window", activity.within(properties.window()));
        Count recent = Count.of("recent", activity.within(properties.recent()));
        return recent.finished() >= properties.minFinished() && recent.bounds().lower() > window.bounds().lower()
                ? recent
                : window;
    }

    private @Nullable Severity severity(double lower) {
        SquadProperties.Failure from = properties.failure();
        if (lower >= from.critical()) {
            return Severity.CRITICAL;
        }
        if (lower >= from.high()) {
            return Severity.HIGH;
        }
        return lower >= from.medium() ? Severity.MEDIUM : null;
    }

    private static String description(Count count) {
        String when = count.basis().equals("lifetime")
                ? "since its counters began"
                : "in the last " + SquadIssues.duration(count.toMs() - count.fromMs());
        return "failed in %d of %d tasks %s; its failure rate is at least %s with 95 %% confidence".formatted(
                count.failed(), count.finished(), when, SquadIssues.percent(count.bounds().lower()));
    }

    private Map<String, Object> data(SquadActivity activity, Count count) {
        Map<String, Object> data = SquadIssues.evidence(activity, count.fromMs(), count.toMs());
        if (count.basis().equals("lifetime")) {
            data.remove("from");
        }
        data.put("basis", count.basis());
        data.put("finished", count.finished());
        data.put("failed", count.failed());
        data.put("rate", SquadIssues.rounded((double) count.failed() / count.finished()));
        data.put("lowerBound", SquadIssues.rounded(count.bounds().lower()));
        data.put("upperBound", SquadIssues.rounded(count.bounds().upper()));
        data.put("confidence", Wilson.CONFIDENCE);
        data.put("threshold", properties.failure().medium());
        data.put("minFinished", properties.minFinished());
        return data;
    }
}
