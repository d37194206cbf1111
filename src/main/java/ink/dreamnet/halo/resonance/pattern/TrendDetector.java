package ink.dreamnet.halo.resonance.pattern;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.memory.statistics.EProcess;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Measure;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// Foresees when metrics reach their limits ([Trend]).
///
/// A metric that counts days down (`certificate-days`) is arithmetic: nothing is tested. For any other the first line that moves towards the limit is the screen;
/// from then on, each time an eighth as long as was observed then has passed, the median of the [#LATEST] latest values has come closer to the
/// limit or not, and that is the evidence against "closer in at most half of the cases" ([EProcess]). It ends when [#PATIENCE] lines in a row do not move towards it,
/// or with evidence below a tenth.
///
/// O(1) for each value; a series is computed again when a sixteenth of its points is new, O(n²) with at most [#POINTS] points, so
/// O(16·n) for each value on the mean. Once there are [#POINTS] of them, they are thinned out until one is an hour from the next.
final class TrendDetector implements Detector {

    private static final String CERTIFICATE_DAYS = "certificate-days";
    /// When the end of a certificate becomes an insight, and when it is severe: most are renewed 30 days before.
    private static final double DAYS_AHEAD = 30;
    private static final double DAYS_SEVERE = 7;
    private static final int POINTS = 512;
    private static final int PART = 16;
    private static final int EIGHTH = 8;
    private static final int LATEST = 5;
    private static final int PATIENCE = 4;
    private static final double HOPELESS = Math.log(0.1);
    private static final int LONGEST_NAME = 100;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<Key, Series> series = new LinkedHashMap<>();

    private record Key(int subject, String metric) {

        String text() {
            return subject + ":" + (metric.length() > LONGEST_NAME ? metric.substring(0, LONGEST_NAME) : metric);
        }
    }

    private static final class Series {
        private double[] times = new double[PART];
        private double[] values = new double[PART];
        private int size;
        private int fresh;
        private long leastMs;
        private double limit;
        private @Nullable Forecast forecast;
        private @Nullable Hypothesis hypothesis;
        private boolean reported;

        void add(long ms, double value) {
            if (size > 0 && ms - times[size - 1] < leastMs) {
                return;
            }
            if (size == POINTS) {
                thin();
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, Math.min(POINTS, 2 * size));
                values = Arrays.copyOf(values, Math.min(POINTS, 2 * size));
            }
            times[size] = ms;
            values[size++] = value;
            fresh++;
        }

        /// @return how far the latest values are from the limit
        double away() {
            return Math.abs(limit - Spans.median(Arrays.copyOfRange(values, Math.max(0, size - LATEST), size)));
        }

        private void thin() {
            double meanMs = (times[size - 1] - times[0]) / (size - 1);
            if (meanMs >= Spans.HOUR_MS) {
                size--;
                System.arraycopy(times, 1, times, 0, size);
                System.arraycopy(values, 1, values, 0, size);
                return;
            }
            // the latest stays
            int kept = 0;
            for (int i = 1; i < size; i += 2) {
                times[kept] = times[i];
                values[kept++] = values[i];
            }
            size = kept;
            // a cycle may come a little early
            leastMs = (long) (1.5 * meanMs);
        }
    }

    private static final class Hypothesis {
        private final Evidence evidence = new Evidence();
        private final long partMs;
        private EProcess closer = EProcess.NONE;
        private double away;
        private long sinceMs;
        private int missing;

        Hypothesis(long partMs, double away, long sinceMs) {
            this.partMs = partMs;
            this.away = away;
            this.sinceMs = sinceMs;
        }
    }

    @Override
    public String pattern() {
        return "trend";
    }

    @Override
    public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline timeline, Findings findings) {
        for (Measure measure : facts.measures()) {
            if (!Double.isFinite(measure.value()) || !Double.isFinite(measure.limit())) {
                continue;
            }
            Key key = new Key(measure.subject(), measure.metric());
            Series one = series.computeIfAbsent(key, _ -> new Series());
            one.limit = measure.limit();
            if (measure.metric().equals(CERTIFICATE_DAYS)) {
                certificate(key, one, measure.value(), facts.atMs(), findings);
                continue;
            }
            one.add(facts.atMs(), measure.value());
            if (one.fresh * PART >= one.size) {
                one.fresh = 0;
                foresee(key, one, findings);
            }
            test(key, one, measure.value(), facts.atMs(), findings);
        }
    }

    private void certificate(Key key, Series one, double days, long nowMs, Findings findings) {
        double left = days - one.limit;
        long endsMs = nowMs + (long) (Math.max(0, left) * Spans.DAY_MS);
        one.forecast = new Forecast(key.subject(), key.metric(), endsMs, endsMs, endsMs);
        if (left <= DAYS_AHEAD) {
            one.reported = true;
            findings.report(new Finding(pattern(), key.text(), List.of(key.subject()), Double.NaN,
                    left <= DAYS_SEVERE ? Severity.HIGH : Severity.MEDIUM,
                    "The certificate of {0} ends on %s.".formatted(day(endsMs)),
                    Map.of("n", 1, "daysLeft", days, "endsMs", endsMs), List.of(nowMs),
                    List.of("Renew the certificate")));
        } else if (one.reported) {
            one.reported = false;
            findings.end(pattern(), key.text());
        }
    }

    private void foresee(Key key, Series one, Findings findings) {
        double[] times = Arrays.copyOf(one.times, one.size);
        double[] values = Arrays.copyOf(one.values, one.size);
        long nowMs = (long) times[one.size - 1];
        double value = values[one.size - 1];
        Trend trend = Trend.of(times, values, one.limit);
        one.forecast = trend == null
                ? null
                : new Forecast(key.subject(), key.metric(), later(nowMs, trend.lowMs()), later(nowMs, trend.midMs()),
                        later(nowMs, trend.highMs()));
        Hypothesis known = one.hypothesis;
        if (known == null) {
            // so that what is compared later does not overlap
            if (trend != null && one.size >= EIGHTH * LATEST) {
                one.hypothesis = new Hypothesis((long) ((nowMs - times[0]) / EIGHTH), one.away(), nowMs);
                findings.report(finding(key, one, one.hypothesis, value));
            }
            return;
        }
        known.missing = trend == null ? known.missing + 1 : 0;
        if (known.missing >= PATIENCE) {
            one.hypothesis = null;
            findings.end(pattern(), key.text());
        } else {
            findings.report(finding(key, one, known, value));
        }
    }

    private void test(Key key, Series one, double value, long nowMs, Findings findings) {
        Hypothesis known = one.hypothesis;
        if (known == null || nowMs - known.sinceMs < known.partMs) {
            return;
        }
        double away = one.away();
        known.closer = known.closer.plus(away < known.away);
        known.away = away;
        known.sinceMs = nowMs;
        known.evidence.add(nowMs);
        if (known.closer.above(0.5) < HOPELESS) {
            one.hypothesis = null;
            findings.end(pattern(), key.text());
        } else {
            findings.report(finding(key, one, known, value));
        }
    }

    private static long later(long nowMs, double ms) {
        return ms < Forecast.NEVER - nowMs ? nowMs + (long) ms : Forecast.NEVER;
    }

    private Finding finding(Key key, Series one, Hypothesis known, double value) {
        Map<String, Object> evidence = new HashMap<>(Map.of("n", one.size, "value", value, "limit", one.limit, "closer",
                known.closer.successes(), "tested", known.evidence.count()));
        String sentence = "%s of {0} moves towards %s".formatted(key.metric(), number(one.limit));
        Forecast forecast = one.forecast;
        if (forecast != null) {
            evidence.put("lowMs", forecast.lowMs());
            evidence.put("midMs", forecast.midMs());
            sentence += ", and is expected to reach it about %s, not before %s".formatted(day(forecast.midMs()),
                    day(forecast.lowMs()));
            if (forecast.highMs() != Forecast.NEVER) {
                evidence.put("highMs", forecast.highMs());
                sentence += " and not after " + day(forecast.highMs());
            }
        }
        return new Finding(pattern(), key.text(), List.of(key.subject()), Math.exp(known.closer.above(0.5)),
                Severity.MEDIUM,
                sentence + ".", evidence, known.evidence.cyclesMs(), List.of("Make room before it reaches its limit"));
    }

    private static String day(long ms) {
        return DAY.format(Instant.ofEpochMilli(ms));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// @return what is expected to reach its limit
    List<Forecast> forecasts() {
        List<Forecast> forecasts = new ArrayList<>();
        for (Series one : series.values()) {
            if (one.forecast != null) {
                forecasts.add(one.forecast);
            }
        }
        return forecasts;
    }
}
