package ink.dreamnet.halo.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.signal.AnomalyDetector;
import ink.dreamnet.halo.signal.Counts;
import ink.dreamnet.halo.signal.Measure;
import ink.dreamnet.halo.signal.SignalStore;
import ink.dreamnet.halo.trigger.Reading;
import org.jspecify.annotations.Nullable;

/// Gives each source's counts, minute by minute, to a learner of its own. What was learned is saved every ten minutes; what
/// came since is learned again from the counts of the last hours, so that neither a restart nor another replica's turn
/// unlearns anything.
final class AdaptiveDetector implements AnomalyDetector {

    private static final Duration LOOKBACK = Duration.ofHours(7);

    private static final Duration CATCH_UP = Duration.ofHours(6);
    private static final Duration SAVE_EVERY = Duration.ofMinutes(10);
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final long LEAST_COVER_MS = 30_000;
    private static final double LIMIT = 0.5;

    private final Measure measure;
    private final AdaptiveProperties settings;
    private final Duration settle;
    private final SignalStore signals;
    private final NormalStateStore learned;
    private final Map<String, Learner> learners = new ConcurrentHashMap<>();
    private final Map<String, Unreported> unreported = new TreeMap<>();
    private @Nullable Instant fedTo;
    private Instant saveAt = Instant.EPOCH;

    /// @param settle how long after its end a minute's counts are complete
    AdaptiveDetector(Measure measure, AdaptiveProperties settings, Duration settle, SignalStore signals,
            NormalStateStore learned) {
        this.measure = measure;
        this.settings = settings;
        this.settle = settle;
        this.signals = signals;
        this.learned = learned;
    }

    private static final class Learner {
        private final NormalLevel level;
        private volatile @Nullable SampleScore last;
        private volatile double value;

        Learner(NormalLevel level) {
            this.level = level;
        }
    }

    /// An anomaly on which the trigger has not acted yet.
    ///
    /// @param minute when it was counted
    private record Unreported(Instant minute, String reason) {
    }

    @Override
    public synchronized List<String> evaluate(Instant now, @Nullable Instant firedAt) {
        Instant end = now.minus(settle).truncatedTo(ChronoUnit.MINUTES);
        Instant from = fedTo;
        if (from == null || from.isBefore(end.minus(CATCH_UP))) {
            learners.clear();
            learned.load(measure.label())
                    .forEach((source, state) -> learners.put(source, new Learner(new NormalLevel(settings, state))));
            from = end.minus(CATCH_UP);
        }
        if (from.isBefore(end)) {
            new TreeMap<>(signals.minutes(from, end)).forEach((source, minutes) -> {
                Learner learner = learners.computeIfAbsent(source,
                        name -> new Learner(new NormalLevel(settings, new NormalState())));
                feed(source, learner, minutes, end.minus(FRESH));
            });
            fedTo = end;
        }
        if (!now.isBefore(saveAt)) {
            saveAt = now.plus(SAVE_EVERY);
            save(now);
        }
        unreported.values().removeIf(one -> firedAt != null
                && !one.minute().plus(SignalStore.COARSE).plus(settle).isAfter(firedAt));
        return unreported.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue().reason()).toList();
    }

    @Override
    public synchronized void reported() {
        unreported.clear();
    }

    @Override
    public Duration lookback() {
        return LOOKBACK;
    }

    private void feed(String source, Learner learner, SortedMap<Instant, Counts> minutes, Instant fresh) {
        for (Map.Entry<Instant, Counts> minute : minutes.entrySet()) {
            Instant at = minute.getKey();
            Counts counts = minute.getValue();
            NormalState state = learner.level.state();
            if (counts.coveredMs() < LEAST_COVER_MS || state.samples > 0 && at.toEpochMilli() <= state.lastAt) {
                continue;
            }
            double value = Math.rint(measure.of(counts) * 60_000.0 / counts.coveredMs());
            SampleScore verdict = learner.level.observe(at.toEpochMilli(), value);
            learner.last = verdict;
            learner.value = value;
            if (verdict.reason() != null && !at.isBefore(fresh)) {
                unreported.put(source, new Unreported(at, verdict.reason()));
            }
        }
    }

    private void save(Instant now) {
        Set<String> gone = new HashSet<>(learners.keySet());
        gone.removeAll(signals.sources().keySet());
        gone.forEach(learners::remove);
        learned.forget(measure.label(), gone);
        Map<String, NormalState> states = new TreeMap<>();
        learners.forEach((source, learner) -> states.put(source, learner.level.state()));
        learned.save(measure.label(), states, now);
    }

    @Override
    public List<String> ongoing() {
        return learners.entrySet().stream().filter(entry -> entry.getValue().level.anomalous()).map(Map.Entry::getKey)
                .sorted().toList();
    }

    @Override
    public List<Reading> readings(int most) {
        List<Reading> readings = new ArrayList<>();
        new TreeMap<>(learners).entrySet().stream().limit(most)
                .forEach(entry -> readings.add(reading(entry.getKey(), entry.getValue())));
        return readings;
    }

    @Override
    public Reading highest(Instant now) {
        long late = now.minus(settle).minus(RECENT).toEpochMilli();
        return learners.entrySet().stream().filter(entry -> entry.getValue().level.state().lastAt >= late)
                .map(entry -> reading(entry.getKey(), entry.getValue())).max(Comparator.comparing(Reading::share))
                .orElseGet(() -> new Reading(null, score(), null, LIMIT, SignalStore.COARSE.toMillis(), null,
                        "unknown: nothing was learned in the last minutes"));
    }

    private Reading reading(String source, Learner learner) {
        SampleScore last = learner.last;
        NormalState state = learner.level.state();
        String standing = !learner.level.warm()
                ? "still learning (%d samples)".formatted(state.samples)
                : learner.level.anomalous() ? "an anomaly goes on" : "normal";
        return new Reading(source, score(), last == null ? null : last.score(), LIMIT, SignalStore.COARSE.toMillis(),
                Instant.ofEpochMilli(state.lastAt), last == null
                        ? standing
                        : "%s %s a minute, %s expected; %s".formatted(Ranges.plain(learner.value), measure.label(),
                                Ranges.plain(Math.rint(last.expected() * 10) / 10), standing));
    }

    private String score() {
        return measure.label() + "-score";
    }
}
