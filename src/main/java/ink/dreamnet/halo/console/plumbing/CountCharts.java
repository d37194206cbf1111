package ink.dreamnet.halo.console.plumbing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

import ink.dreamnet.halo.console.layout.Chart;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.signal.Counts;
import ink.dreamnet.halo.signal.SignalStore;
import ink.dreamnet.halo.trigger.Reading;
import ink.dreamnet.halo.trigger.TriggerView;
import org.springframework.stereotype.Component;

/// Draws what the triggers that go by counts saw over the last hours, against their thresholds.
@Component
class CountCharts {

    private static final Duration SHOWN = Duration.ofHours(3);
    private static final Map<String, ToLongFunction<Counts>> MEASURES = Map.of("requests", Counts::requests, "errors",
            Counts::errors);

    private final SignalStore signals;
    private final Json json;
    private final Clock clock;

    CountCharts(SignalStore signals, Json json, Clock clock) {
        this.signals = signals;
        this.json = json;
        this.clock = clock;
    }

    /// @return a chart for each trigger that has one, by its name
    Map<String, String> of(List<TriggerView> triggers) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        Map<String, SortedMap<Instant, Counts>> minutes = signals.minutes(now.minus(SHOWN), now);
        Map<String, String> charts = new LinkedHashMap<>();
        if (minutes.isEmpty()) {
            return charts;
        }
        for (TriggerView trigger : triggers) {
            trigger.readings().stream()
                    .filter(reading -> reading.windowMs() != null && MEASURES.containsKey(reading.measure()))
                    .findFirst().ifPresent(reading -> charts.put(trigger.name(),
                            json.compact(chart(minutes, reading, now))));
        }
        return charts;
    }

    /// The sums over the window of the trigger, minute by minute.
    private static Chart chart(Map<String, SortedMap<Instant, Counts>> minutes, Reading reading, Instant now) {
        ToLongFunction<Counts> measure = Objects.requireNonNull(MEASURES.get(reading.measure()));
        int window = Math.max(1, (int) Duration.ofMillis(Objects.requireNonNull(reading.windowMs()))
                .toMinutes());
        List<Long> times = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (Instant minute = now.minus(SHOWN); minute.isBefore(now); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            Instant at = minute;
            times.add(at.getEpochSecond());
            counts.add(minutes.values().stream().map(source -> source.get(at)).filter(Objects::nonNull)
                    .mapToLong(measure).sum());
        }
        List<Double> sums = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            sum += counts.get(i) - (i >= window ? counts.get(i - window) : 0);
            sums.add((double) sum);
        }
        Chart chart = Chart.of(times).with(reading.measure(), new ArrayList<>(sums));
        return reading.threshold() == null ? chart : chart.marked(reading.threshold(), "threshold");
    }
}
