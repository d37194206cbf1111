package ink.dreamnet.halo.trigger;

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

import org.jspecify.annotations.Nullable;

/// Gives each source's counts, minute by minute, to a learner of its own. What was learned is saved every ten minutes; what
/// came since is learned again from the counts of the last hours, so that neither a restart nor another replica's turn
/// unlearns anything.
final class AdaptiveWatch {

    /// How far back the counts are needed.
    static final Duration REACH = Duration.ofHours(7);

    private static final Duration CATCH_UP = Duration.ofHours(6);
    private static final Duration SAVE_EVERY = Duration.ofMinutes(10);
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final long LEAST_COVER_MS = 30_000;
    private static final double LIMIT = 0.5;

    private final CountTrigger.Measure measure;
    private final Adaptive settings;
    private final Duration settle;
    private final SignalStore signals;
    private final LearnedStore learned;
    private final Map<String, Learner> learners = new ConcurrentHashMap<>();
    private final Map<String, Unsaid> unsaid = new TreeMap<>();
    private @Nullable Instant fedTo;
    private Instant saveAt = Instant.EPOCH;

    /// @param settle how long after its end a minute's counts are complete
    AdaptiveWatch(CountTrigger.Measure measure, Adaptive settings, Duration settle, SignalStore signals,
            LearnedStore learned) {
        this.measure = measure;
        this.settings = settings;
        this.settle = settle;
        this.signals = signals;
        this.learned = learned;
    }

    private static final class Learner {
        private final NormalLevel level;
        private volatile @Nullable Verdict last;
        private volatile double value;

        Learner(NormalLevel level) {
            this.level = level;
        }
    }

    /// What the trigger has not been told yet.
    ///
    /// @param minute when it was counted
    private record Unsaid(Instant minute, String reason) {
    }

    /// Learns what has come.
    ///
    /// @param firedAt when the trigger last fired; what was known by then does not fire again
    /// @return what is unusual in the last minutes, in words; again at the next look, until it is [said][#said]
    synchronized List<String> look(Instant now, @Nullable Instant firedAt) {
        Instant end = now.minus(settle).truncatedTo(ChronoUnit.MINUTES);
        Instant from = fedTo;
        if (from == null || from.isBefore(end.minus(CATCH_UP))) {
            learners.clear();
            learned.load(measure.word())
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
        unsaid.values().removeIf(one -> firedAt != null
                && !one.minute().plus(SignalStore.COARSE).plus(settle).isAfter(firedAt));
        return unsaid.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue().reason()).toList();
    }

    /// Takes in that the trigger has done what it does about all that was unusual.
    synchronized void said() {
        unsaid.clear();
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
            Verdict verdict = learner.level.observe(at.toEpochMilli(), value);
            learner.last = verdict;
            learner.value = value;
            if (verdict.reason() != null && !at.isBefore(fresh)) {
                unsaid.put(source, new Unsaid(at, verdict.reason()));
            }
        }
    }

    private void save(Instant now) {
        Set<String> gone = new HashSet<>(learners.keySet());
        gone.removeAll(signals.sources().keySet());
        gone.forEach(learners::remove);
        learned.forget(measure.word(), gone);
        Map<String, NormalState> states = new TreeMap<>();
        learners.forEach((source, learner) -> states.put(source, learner.level.state()));
        learned.save(measure.word(), states, now);
    }

    /// @return where something unusual goes on
    List<String> unusual() {
        return learners.entrySet().stream().filter(entry -> entry.getValue().level.unusual()).map(Map.Entry::getKey)
                .sorted().toList();
    }

    /// @return where each learner stands, as far as this replica knows
    List<Reading> readings(int most) {
        List<Reading> readings = new ArrayList<>();
        new TreeMap<>(learners).entrySet().stream().limit(most)
                .forEach(entry -> readings.add(reading(entry.getKey(), entry.getValue())));
        return readings;
    }

    /// @return where the source stands that was the most unusual of late, as far as this replica knows
    Reading highest(Instant now) {
        long late = now.minus(settle).minus(RECENT).toEpochMilli();
        return learners.entrySet().stream().filter(entry -> entry.getValue().level.state().lastAt >= late)
                .map(entry -> reading(entry.getKey(), entry.getValue())).max(Comparator.comparing(Reading::share))
                .orElseGet(() -> new Reading(null, score(), null, LIMIT, SignalStore.COARSE.toMillis(), null,
                        "unknown: nothing was learned in the last minutes"));
    }

    private Reading reading(String source, Learner learner) {
        Verdict last = learner.last;
        NormalState state = learner.level.state();
        String standing = !learner.level.warm()
                ? "still learning (%d samples)".formatted(state.samples)
                : learner.level.unusual() ? "something unusual goes on" : "normal";
        return new Reading(source, score(), last == null ? null : last.score(), LIMIT, SignalStore.COARSE.toMillis(),
                Instant.ofEpochMilli(state.lastAt), last == null
                        ? standing
                        : "%s %s a minute, %s expected; %s".formatted(Ranges.plain(learner.value), measure.word(),
                                Ranges.plain(Math.rint(last.expected() * 10) / 10), standing));
    }

    private String score() {
        return measure.word() + "-score";
    }
}
