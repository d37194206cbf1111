package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.Reading;
import ink.dreamnet.halo.trigger.TriggerGate;
import ink.dreamnet.halo.trigger.TriggerState;
import org.jspecify.annotations.Nullable;

/// Request volume trigger and error rate trigger: runs HALO when request volume is high, or error rate is high: when the count of a sliding window, in sum over all sources
/// and replicas, reaches the threshold, or when a source does what it normally does not.
public final class CountTrigger implements SignalTrigger {

    private static final String SILENT = "unknown: nothing was reported within the window";
    private static final int SHOWN = 20;
    private static final int NAMED = 3;
    private static final int MAX_REASON = 500;

    private final String name;
    private final Measure measure;
    private final Supplier<CountRule> rules;
    private final SignalStore store;
    private final ScrapeStore scrapes;
    private final AnomalyDetector anomalies;
    private final TriggerGate gate;
    private final Clock clock;

    CountTrigger(String name, Measure measure, Supplier<CountRule> rules, SignalStore store, ScrapeStore scrapes,
            AnomalyDetector anomalies, TriggerGate gate, Clock clock) {
        this.name = name;
        this.measure = measure;
        this.rules = rules;
        this.store = store;
        this.scrapes = scrapes;
        this.anomalies = anomalies;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean enabled() {
        return rule().enabled();
    }

    @Override
    public String detail() {
        String fixed = "at %d %s within %s, in sum over all sources".formatted(rule().threshold(), measure.label(),
                seconds(rule().window()));
        String learned = "where the %s of a source are not what they normally are".formatted(measure.label());
        return switch (rule().mode()) {
            case FIXED -> fixed;
            case ADAPTIVE -> learned;
            case BOTH -> fixed + ", and " + learned;
        };
    }

    @Override
    public Duration cooldown() {
        return rule().cooldown();
    }

    @Override
    public Duration fineReach() {
        return rule().window();
    }

    @Override
    public Duration coarseReach() {
        return rule().mode().adaptive() ? anomalies.lookback() : Duration.ZERO;
    }

    public CountRule rule() {
        return rules.get();
    }

    @Override
    public Optional<CycleOrder> evaluate(Instant now) {
        TriggerState state = gate.state(this);
        List<String> reasons = new ArrayList<>();
        if (rule().mode().adaptive()) {
            // learned also while the trigger is off
            reasons.addAll(anomalies.evaluate(now, state.firedAt()));
            if (reasons.isEmpty() && state.held() != null) {
                anomalies.ongoing().forEach(source -> reasons.add(source + ": an anomaly goes on"));
            }
        }
        if (!state.enabled(enabled())) {
            anomalies.reported();
            return Optional.empty();
        }
        if (rule().mode().fixed()) {
            String reached = reached(now, state.firedAt());
            if (reached != null) {
                reasons.add(reached);
            }
        }
        if (reasons.isEmpty()) {
            gate.calm(this);
            return Optional.empty();
        }
        return Optional.of(CycleOrder.full(name, Texts.cut(String.join("; ", reasons), MAX_REASON), Actor.HALO));
    }

    @Override
    public void asked() {
        anomalies.reported();
    }

    private @Nullable String reached(Instant now, @Nullable Instant firedAt) {
        Map<String, Counts> window = store.window(SignalStore.FINE, now, reach(now, firedAt));
        long sum = window.values().stream().mapToLong(measure::of).sum();
        if (sum < rule().threshold()) {
            return null;
        }
        List<Map.Entry<String, Counts>> most = most(window);
        String named = most.stream().limit(NAMED).map(entry -> entry.getKey() + " " + measure.of(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "%d %s within %s reached the threshold of %d: %s%s".formatted(sum, measure.label(),
                seconds(rule().window()), rule().threshold(), named,
                most.size() > NAMED ? " and %d more sources".formatted(most.size() - NAMED) : "");
    }

    /// What made it fire does not make it fire once more, also where its cool-down is shorter than the window: the window then begins
    /// with the bucket after its last firing.
    ///
    /// @return how far back it counts, without the oldest bucket; negative for nothing
    private Duration reach(Instant now, @Nullable Instant firedAt) {
        if (firedAt == null || rule().cooldown().compareTo(rule().window()) >= 0) {
            return rule().window();
        }
        Duration since = Duration.between(SignalStore.Bucket.startOf(SignalStore.FINE, firedAt), now)
                .minus(SignalStore.FINE);
        return since.compareTo(rule().window()) < 0 ? since : rule().window();
    }

    /// @return first what is closest to firing: the sum of all sources, or the most unusual of them; then each source
    @Override
    public List<Reading> readings() {
        Map<String, Instant> sources = new TreeMap<>(store.sources());
        Map<String, Counts> window = store.window(SignalStore.FINE, clock.instant(), rule().window());
        Map<String, String> failing = new TreeMap<>();
        scrapes.all().stream().filter(scrape -> scrape.failures() > 0).forEach(scrape -> failing.put(scrape.name(),
                "scraping fails since %s (%d in a row): %s".formatted(scrape.failingSince(), scrape.failures(),
                        scrape.error())));
        List<Reading> readings = new ArrayList<>();
        readings.add(sum(sources, window, failing));
        failing.forEach((source, why) -> readings.add(new Reading(source, measure.label(), value(window.get(source)),
                null, rule().window().toMillis(), sources.get(source), why)));
        most(window).stream().filter(entry -> !failing.containsKey(entry.getKey())).limit(SHOWN)
                .forEach(entry -> readings.add(new Reading(entry.getKey(), measure.label(), value(entry.getValue()),
                        null, rule().window().toMillis(), sources.get(entry.getKey()), null)));
        sources.keySet().removeAll(window.keySet());
        sources.keySet().removeAll(failing.keySet());
        sources.entrySet().stream().limit(SHOWN).forEach(source -> readings.add(new Reading(source.getKey(),
                measure.label(), null, null, rule().window().toMillis(), source.getValue(), SILENT)));
        if (rule().mode().adaptive()) {
            Reading highest = anomalies.highest(clock.instant());
            readings.addAll(anomalies.readings(SHOWN));
            if (!rule().mode().fixed() || highest.share() > readings.getFirst().share()) {
                readings.remove(highest);
                readings.addFirst(highest);
            }
        }
        return readings;
    }

    private Reading sum(Map<String, Instant> sources, Map<String, Counts> window, Map<String, String> failing) {
        Instant last = sources.values().stream().max(Comparator.naturalOrder()).orElse(null);
        Double sum = window.isEmpty() ? null : (double) window.values().stream().mapToLong(measure::of).sum();
        String detail = window.isEmpty() ? SILENT : null;
        if (!failing.isEmpty()) {
            detail = (detail == null ? "" : detail + "; ") + "unknown is what these sources count: "
                    + failing.keySet().stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (failing.size() > NAMED ? " and %d more".formatted(failing.size() - NAMED) : "");
        }
        return new Reading(null, measure.label(), sum,
                rule().mode().fixed() ? (double) rule().threshold() : null, rule().window().toMillis(), last, detail);
    }

    private @Nullable Double value(@Nullable Counts counts) {
        return counts == null ? null : (double) measure.of(counts);
    }

    private List<Map.Entry<String, Counts>> most(Map<String, Counts> window) {
        return window.entrySet().stream().sorted(Comparator.<Map.Entry<String, Counts>>comparingLong(
                entry -> -measure.of(entry.getValue())).thenComparing(Map.Entry::getKey)).toList();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
