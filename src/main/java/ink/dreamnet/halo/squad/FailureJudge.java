package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;

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

    Verdict judge(Look look) {
        Count count = count(look);
        if (count.finished() < properties.minFinished()) {
            return Verdict.UNKNOWN;
        }
        Severity severity = severity(count.bounds().lower());
        return severity == null
                ? Verdict.WELL
                : new Verdict.Found(SquadIssues.of(SquadIssues.FAILING, severity, look,
                        words(count), data(look, count)));
    }

    /// A squad that was only looked at once is judged by all that it has counted so far.
    private Count count(Look look) {
        if (look.intervals().isEmpty()) {
            Sample only = look.series().last();
            return Count.of("lifetime", only.atMs(), only.atMs(), only.completed() + only.failed(), only.failed());
        }
        Count window = Count.of("window", look.within(properties.window()));
        Count recent = Count.of("recent", look.within(properties.recent()));
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

    private static String words(Count count) {
        String when = count.basis().equals("lifetime")
                ? "since its counters began"
                : "in the last " + SquadIssues.duration(count.toMs() - count.fromMs());
        return "failed in %d of %d tasks %s; its failure rate is at least %s with 95 %% confidence".formatted(
                count.failed(), count.finished(), when, SquadIssues.percent(count.bounds().lower()));
    }

    private Map<String, Object> data(Look look, Count count) {
        Map<String, Object> data = SquadIssues.evidence(look, count.fromMs(), count.toMs());
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
