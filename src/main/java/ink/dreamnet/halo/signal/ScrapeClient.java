package ink.dreamnet.halo.signal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.core.Regex;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the counters of a target over HTTP: bounded in time, size and number of series.
@Component
class ScrapeClient {

    /// The most series of one target.
    static final int MAX_SERIES = 10_000;

    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.9,"
            + "text/plain;version=0.0.4;q=0.8,*/*;q=0.1";
    private static final String CREATED = "_created";

    private final HttpCalls http;

    ScrapeClient(HttpCalls http) {
        this.http = http;
    }

    /// What one scrape saw.
    ///
    /// @param created when series began, in seconds since 1970, where the target says so
    record Scraped(Counters counters, Map<String, Double> created) {
    }

    Scraped scrape(ScrapeProperties.Target target) throws CallFailedException, InterruptedException {
        return http.get(HttpCall.get(target.address(), ACCEPT, target.headers(),
                new HttpCall.Limits(target.timeout(), target.timeout(), target.maxBody().toBytes())),
                ExpectedAnswer.Form.DOCUMENT, answer -> read(target, answer.contentType(), answer.body()));
    }

    private static Scraped read(ScrapeProperties.Target target, @Nullable String contentType, InputStream body)
            throws IOException {
        boolean openMetrics = contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text");
        try {
            return counters(target, Exposition.read(body, openMetrics, name -> wanted(target, name), 2 * MAX_SERIES));
        } catch (Exposition.MalformedException malformed) {
            throw new CallFailedException(
                    "its answer is not in a format of Prometheus: " + malformed.getMessage(), false, malformed);
        }
    }

    private static boolean wanted(ScrapeProperties.Target target, String name) {
        return name.equals(target.counter()) || name.equals(target.errorCounter())
                || name.endsWith(CREATED) && (name.equals(createdOf(target.counter()))
                        || target.errorCounter() != null && name.equals(createdOf(target.errorCounter())));
    }

    /// @return the name of the series that tells when a counter began: `a_total` and `a_count` have `a_created`
    private static String createdOf(String counter) {
        return counter.replaceFirst("_(total|count)$", "") + CREATED;
    }

    static Scraped counters(ScrapeProperties.Target target, List<Exposition.Sample> samples)
            throws CallFailedException {
        Map<String, Counters.Series> series = new java.util.HashMap<>();
        Map<String, Double> created = new java.util.HashMap<>();
        Map<String, Regex> errors = target.errors();
        for (Exposition.Sample sample : samples) {
            boolean matches = target.labels().entrySet().stream()
                    .allMatch(label -> label.getValue().equals(sample.labels().get(label.getKey())));
            if (!matches || !(sample.value() >= 0) || Double.isInfinite(sample.value())) {
                continue;
            }
            boolean fromErrors = sample.name().equals(target.errorCounter());
            if (sample.name().equals(target.counter()) || fromErrors) {
                boolean error = fromErrors || target.errorCounter() == null && errors.entrySet().stream()
                        .anyMatch(label -> matches(sample.labels().get(label.getKey()), label.getValue()));
                series.put(SeriesKey.of(sample.name(), sample.labels()),
                        new Counters.Series(sample.value(), error, 0));
            } else {
                for (String counter : new String[]{target.counter(), target.errorCounter()}) {
                    if (counter != null && sample.name().equals(createdOf(counter))) {
                        created.put(SeriesKey.of(counter, sample.labels()), sample.value());
                    }
                }
            }
        }
        if (series.size() > MAX_SERIES) {
            throw new CallFailedException("it has more than %d series of the counter".formatted(MAX_SERIES),
                    false);
        }
        return new Scraped(new Counters(series), created);
    }

    private static boolean matches(@Nullable String value, Regex expression) {
        return value != null && value.length() <= 200 && expression.matches(value);
    }
}
