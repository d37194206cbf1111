package ink.dreamnet.halo.adaptive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import ink.dreamnet.halo.core.Ranges;
import org.jspecify.annotations.Nullable;

/// Runs a trigger's rule over a history, sample by sample, by the code that runs live. Nothing is stored. The history may have
/// doubled times, of which the last counts, and need not be in order.
final class Backtest {

    private Backtest() {
    }

    /// A sample of the history.
    ///
    /// @param at when
    /// @param value how many
    record Sample(Instant at, double value) {
    }

    /// Where the trigger would have fired.
    ///
    /// @param at when
    /// @param value the sample's value; with a fixed threshold the count of the window
    /// @param expected what was expected; with a fixed threshold, that
    /// @param score how unusual it was, 0.5 to 1
    /// @param reason the reason that the firing would have had
    record Hit(Instant at, double value, double expected, double score, String reason) {
    }

    /// The outcome of a backtest.
    ///
    /// @param firings where the trigger would have fired, before any cool-down in the adaptive mode
    /// @param scores how unusual each sample was, 0 to 1, from 0.5 on a cause to fire
    record Outcome(List<Hit> firings, List<Double> scores) {
    }

    /// Applies a rule in the order of time; of several samples of one time the last counts.
    private static Outcome sorted(List<Sample> series, Function<List<Sample>, Outcome> rule) {
        SortedMap<Instant, Sample> sorted = new TreeMap<>();
        series.forEach(sample -> sorted.put(sample.at(), sample));
        Outcome outcome = rule.apply(List.copyOf(sorted.values()));
        List<Instant> times = List.copyOf(sorted.keySet());
        return new Outcome(outcome.firings(), series.stream()
                .map(sample -> outcome.scores().get(Collections.binarySearch(times, sample.at()))).toList());
    }

    static Outcome adaptive(List<Sample> series, AdaptiveProperties settings) {
        return sorted(series, ordered -> adaptively(ordered, settings));
    }

    static Outcome fixed(List<Sample> series, long threshold, Duration window, Duration cooldown) {
        return sorted(series, ordered -> byThreshold(ordered, threshold, window, cooldown));
    }

    private static Outcome adaptively(List<Sample> series, AdaptiveProperties settings) {
        NormalLevel level = new NormalLevel(settings, new NormalState());
        List<Hit> firings = new ArrayList<>();
        List<Double> scores = new ArrayList<>(series.size());
        for (Sample sample : series) {
            SampleScore verdict = level.observe(sample.at().toEpochMilli(), sample.value());
            scores.add(rounded(verdict.score()));
            String reason = verdict.reason();
            if (reason != null) {
                firings.add(new Hit(sample.at(), sample.value(), rounded(verdict.expected()),
                        rounded(verdict.score()), reason));
            }
        }
        return new Outcome(firings, scores);
    }

    private static Outcome byThreshold(List<Sample> series, long threshold, Duration window, Duration cooldown) {
        Deque<Sample> within = new ArrayDeque<>();
        double sum = 0;
        Instant firedAt = null;
        List<Hit> firings = new ArrayList<>();
        List<Double> scores = new ArrayList<>(series.size());
        for (Sample sample : series) {
            within.addLast(sample);
            sum += sample.value();
            while (!within.getFirst().at().isAfter(sample.at().minus(window))) {
                sum -= within.removeFirst().value();
            }
            double ratio = sum / threshold;
            double score = rounded(ratio < 1 ? 0.5 * Math.max(0, ratio) : 1 - 0.5 / ratio);
            scores.add(score);
            if (sum >= threshold && mayFire(firedAt, sample.at(), cooldown)) {
                firedAt = sample.at();
                firings.add(new Hit(sample.at(), sum, threshold, score, "%s within %d s reached the threshold of %d"
                        .formatted(Ranges.plain(sum), window.toSeconds(), threshold)));
            }
        }
        return new Outcome(firings, scores);
    }

    private static boolean mayFire(@Nullable Instant firedAt, Instant now, Duration cooldown) {
        return firedAt == null || !firedAt.plus(cooldown).isAfter(now);
    }

    private static double rounded(double number) {
        return Math.rint(number * 10_000) / 10_000;
    }
}
