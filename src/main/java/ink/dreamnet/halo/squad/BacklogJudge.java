package ink.dreamnet.halo.squad;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells whether a squad's backlog grows faster than it drains. A squad that gets more to do in the morning has a rising
/// number of running tasks too, so growth must be significant and large, *and* the backlog must take long to clear.
final class BacklogJudge {

    private static final int LEAST_SAMPLES = 5;
    private static final double LEAST_GROWTH = 0.2;
    /// Of running tasks alone, so many times their usual duration is normal.
    private static final double USUAL = 3;

    private final SquadProperties.Backlog limits;

    BacklogJudge(SquadProperties properties) {
        this.limits = properties.backlog();
    }

    void judge(SquadActivity activity, AnalyzerResult.Builder result) {
        List<Sample> samples = activity.series().since(activity.nowMs() - Pace.HOUR_MS - Pace.HOUR_MS / 60);
        boolean queued = samples.stream().allMatch(sample -> sample.queued() != null);
        double[] waiting = samples.stream().map(sample -> queued ? sample.queued() : sample.running())
                .filter(Objects::nonNull).mapToDouble(Long::doubleValue).toArray();
        if (samples.size() < LEAST_SAMPLES || waiting.length < samples.size()) {
            SquadIssues.unknown(result, SquadIssues.BACKLOG, activity);
            return;
        }
        long fromMs = samples.getFirst().atMs();
        long toMs = samples.getLast().atMs();
        double hours = (toMs - fromMs) / (double) Pace.HOUR_MS;
        double[] times = samples.stream()
                .mapToDouble(sample -> (sample.atMs() - fromMs) / (double) Pace.HOUR_MS).toArray();
        Trend trend = Trend.of(times, waiting);
        double last = waiting[waiting.length - 1];
        double growth = trend.slope() * hours;
        if (trend.chance() > limits.chance() || last < limits.atLeast()
                || growth < Math.max(1, LEAST_GROWTH * Robust.quantile(waiting, 0.5))) {
            return;
        }
        long finished = activity.intervals().stream().filter(interval -> interval.fromMs() >= fromMs)
                .mapToLong(Interval::finished).sum();
        Double clearMs = finished == 0 ? null : last / (finished / hours) * Pace.HOUR_MS;
        Double usual = queued ? null : usual(activity);
        if (usual != null && clearMs == null && toMs - fromMs < usual) {
            // not even the first of them need have finished yet
            SquadIssues.unknown(result, SquadIssues.BACKLOG, activity);
            return;
        }
        Severity severity = severity(usual, clearMs);
        if (severity != null) {
            SquadIssues.report(result, SquadIssues.BACKLOG, severity, activity,
                    description(queued, waiting[0], last, fromMs, toMs, clearMs),
                    data(activity, samples, queued, waiting, trend, finished / hours, clearMs));
        }
    }

    /// @param usual how long a running task takes; null where queued tasks are counted, or it is not known
    private @Nullable Severity severity(@Nullable Double usual, @Nullable Double clearMs) {
        if (usual != null && clearMs != null && clearMs < USUAL * usual) {
            return null;
        }
        if (clearMs == null || clearMs >= limits.critical().toMillis()) {
            return Severity.CRITICAL;
        }
        if (clearMs >= limits.high().toMillis()) {
            return Severity.HIGH;
        }
        return clearMs >= limits.medium().toMillis() ? Severity.MEDIUM : null;
    }

    /// @return how long a task takes: in the last hour, or else over all tasks so far; null where it is not known
    private static @Nullable Double usual(SquadActivity activity) {
        Pace pace = activity.pace();
        return pace == null ? activity.series().last().avgDurationMs() : Double.valueOf(pace.medianMs());
    }

    private static String description(boolean queued, double first, double last, long fromMs, long toMs,
            @Nullable Double clearMs) {
        return "has a backlog that grows faster than it drains: from %.0f to %.0f %s tasks within %s; at this rate it never drains, and %s"
                .formatted(first, last, queued ? "queued" : "running", SquadIssues.duration(toMs - fromMs),
                        clearMs == null
                                ? "no task has finished meanwhile"
                                : "were nothing new to arrive it would take " + SquadIssues.duration(clearMs));
    }

    private Map<String, Object> data(SquadActivity activity, List<Sample> samples, boolean queued, double[] waiting,
            Trend trend,
            double finishedPerHour, @Nullable Double clearMs) {
        Map<String, Object> data = SquadIssues.evidence(activity, samples.getFirst().atMs(), samples.getLast().atMs());
        data.put("measure", queued ? "queuedTasks" : "runningTasks");
        data.put("samples", samples.size());
        data.put("first", Math.round(waiting[0]));
        data.put("last", Math.round(waiting[waiting.length - 1]));
        data.put("growthPerHour", SquadIssues.rounded(trend.slope()));
        data.put("finishedPerHour", SquadIssues.rounded(finishedPerHour));
        data.put("arrivingPerHour", SquadIssues.rounded(finishedPerHour + trend.slope()));
        data.put("drains", false);
        if (clearMs != null) {
            data.put("clearMsWithoutArrivals", Math.round(clearMs));
        }
        data.put("score", trend.score());
        data.put("chance", trend.chance());
        data.put("chanceThreshold", limits.chance());
        data.put("clearThresholdMs", limits.medium().toMillis());
        return data;
    }
}
