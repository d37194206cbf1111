package ink.dreamnet.halo.squad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// A squad that works through simulated time and is sampled every five minutes, as HALO would: with a daily rhythm, noisy
/// durations and chance failures. What makes it sick is set while it runs.
final class SimulatedSquad {

    static final long STEP_MS = Duration.ofMinutes(5).toMillis();
    /// A Monday, 06:00 UTC.
    static final long START_MS = 1_746_424_800_000L;

    final Random random;
    final Series series;
    final Squad squad;
    /// Tasks finished in an hour at the middle of the day's rhythm.
    double perHour = 240;
    double failureRate = 0.05;
    double meanDurationMs = 20_000;
    /// How many more tasks arrive than can be done, as a part of them.
    double overload;
    double queue;
    List<Double> shares = List.of();
    long nowMs = START_MS;
    private long completed;
    private long failed;
    private double durationSum;
    private final Map<String, long[]> members = new LinkedHashMap<>();

    SimulatedSquad(String id, long seed) {
        random = new Random(seed);
        series = Series.empty(id, Origin.SQUAD_BUILDER);
        squad = new Squad(new SubjectRef(SubjectKind.SQUAD, id), new SquadSpec(null, null, null, null, null), id,
                List.of(), Map.of(), List.of(), ManagedBy.SQUAD_BUILDER, null);
        completed = random.nextInt(5000);
        failed = (long) (completed * failureRate);
        durationSum = completed * meanDurationMs;
    }

    /// Works for a while.
    void run(Duration time, SquadProperties properties) {
        for (long end = nowMs + time.toMillis(); nowMs < end;) {
            step();
            series.hours().addAll(Pace.completeHours(series, nowMs, properties.minFinished()));
            long oldest = nowMs - properties.window().toMillis() - Pace.HOUR_MS;
            series.samples().removeIf(sample -> sample.atMs() < oldest);
            series.hours().removeIf(hour -> hour.startMs() < nowMs - properties.history().toMillis());
        }
    }

    /// Works until the next sample.
    void step() {
        nowMs += STEP_MS;
        double dayPart = nowMs % Duration.ofDays(1).toMillis() / (double) Duration.ofDays(1).toMillis();
        double rhythm = 1 + 0.6 * Math.sin(2 * Math.PI * (dayPart - 0.25));
        double load = perHour * rhythm * STEP_MS / Pace.HOUR_MS;
        int done = poisson(load);
        // busier hours are a little slower
        double slower = 1 + 0.15 * (rhythm - 1);
        for (int i = 0; i < done; i++) {
            if (random.nextDouble() < failureRate) {
                failed++;
            } else {
                completed++;
                durationSum += meanDurationMs * slower * Math.exp(0.8 * random.nextGaussian() - 0.32);
            }
            share();
        }
        queue = Math.max(0, queue + overload * load + (overload == 0 ? -queue * 0.5 : 0));
        long running = Math.round(queue) + poisson(perHour * rhythm * meanDurationMs / Pace.HOUR_MS);
        double average = completed == 0 ? 0 : Math.round(durationSum / completed * 1000) / 1000.0;
        series.samples().add(new Sample(nowMs, running, null, completed, failed, average, json()));
    }

    private void share() {
        double place = random.nextDouble();
        for (int i = 0; i < shares.size(); i++) {
            place -= shares.get(i);
            if (place < 0) {
                members.computeIfAbsent("agent-" + i, any -> new long[2])[0]++;
                return;
            }
        }
    }

    private @Nullable String json() {
        if (shares.isEmpty()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            long[] counters = members.computeIfAbsent("agent-" + i, any -> new long[2]);
            parts.add("\"agent-%d\":[%d,%d]".formatted(i, counters[0], counters[1]));
        }
        return "{" + String.join(",", parts) + "}";
    }

    private int poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, (int) Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
