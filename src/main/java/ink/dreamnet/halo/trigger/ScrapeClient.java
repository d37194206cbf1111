package ink.dreamnet.halo.trigger;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Reads the counters of a target over HTTP: bounded in time, size and number of series.
@Component
class ScrapeClient {

    /// The most series of one target.
    static final int MAX_SERIES = 10_000;

    private static final String ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.9,"
            + "text/plain;version=0.0.4;q=0.8,*/*;q=0.1";
    private static final String CREATED = "_created";

    private final Environment environment;

    ScrapeClient(Environment environment) {
        this.environment = environment;
    }

    /// What one scrape saw.
    ///
    /// @param created when series began, in seconds since 1970, where the target says so
    record Scraped(Counters counters, Map<String, Double> created) {
    }

    /// A socket's timeout bounds each read, not the whole answer. So each exchange has a client of its own, which is shut at
    /// the end whatever it is doing.
    Scraped scrape(ScrapeProperties.Target target) throws ScrapeFailedException, InterruptedException {
        HttpGet request = new HttpGet(target.address());
        request.setHeader("Accept", ACCEPT);
        for (Map.Entry<String, String> header : target.headers().entrySet()) {
            request.setHeader(header.getKey(), resolved(header.getKey(), header.getValue()));
        }
        CompletableFuture<Scraped> answer = new CompletableFuture<>();
        CloseableHttpClient http = http(target);
        try {
            Thread.ofVirtual().name("halo-scrape-" + target.name()).start(() -> {
                try {
                    answer.complete(http.execute(request, response -> read(target, response)));
                } catch (IOException | RuntimeException failed) {
                    answer.completeExceptionally(failed);
                }
            });
            return answer.get(target.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new ScrapeFailedException("it did not answer within %d ms".formatted(target.timeout().toMillis()),
                    slow);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw new ScrapeFailedException(cause instanceof Exposition.MalformedException
                    ? "its answer is not in a format of Prometheus: " + cause.getMessage()
                    : cause instanceof RefusedException
                            ? String.valueOf(cause.getMessage())
                            : "it cannot be read: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                    failed);
        } finally {
            http.close(CloseMode.IMMEDIATE);
        }
    }

    private static CloseableHttpClient http(ScrapeProperties.Target target) {
        Timeout timeout = Timeout.ofMilliseconds(target.timeout().toMillis());
        ConnectionConfig connections = ConnectionConfig.custom().setSocketTimeout(timeout).setConnectTimeout(timeout)
                .build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections).build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().build();
    }

    private String resolved(String header, String value) throws ScrapeFailedException {
        try {
            if (value.startsWith("env:")) {
                String set = environment.getProperty(value.substring(4));
                if (set == null) {
                    throw new ScrapeFailedException("the header '%s' refers to %s, which is not set".formatted(header,
                            value));
                }
                return set;
            }
            return value.startsWith("file:") ? Files.readString(Path.of(value.substring(5))).strip() : value;
        } catch (IOException | RuntimeException unreadable) {
            throw new ScrapeFailedException("the header '%s' refers to %s, which cannot be read".formatted(header,
                    value), unreadable);
        }
    }

    private static Scraped read(ScrapeProperties.Target target, ClassicHttpResponse response) throws IOException {
        if (response.getCode() != 200 || response.getEntity() == null) {
            throw new RefusedException("it answers with status " + response.getCode());
        }
        Header type = response.getFirstHeader("Content-Type");
        boolean openMetrics = type != null && type.getValue() != null
                && type.getValue().toLowerCase(Locale.ROOT).startsWith("application/openmetrics-text");
        InputStream body = new Bounded(response.getEntity().getContent(), target.maxBody().toBytes());
        return counters(target, Exposition.read(body, openMetrics, name -> wanted(target, name), 2 * MAX_SERIES));
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

    static Scraped counters(ScrapeProperties.Target target, List<Exposition.Sample> samples) throws RefusedException {
        Map<String, Counters.Series> series = new java.util.HashMap<>();
        Map<String, Double> created = new java.util.HashMap<>();
        for (Exposition.Sample sample : samples) {
            boolean matches = target.labels().entrySet().stream()
                    .allMatch(label -> label.getValue().equals(sample.labels().get(label.getKey())));
            if (!matches || !(sample.value() >= 0) || Double.isInfinite(sample.value())) {
                continue;
            }
            boolean fromErrors = sample.name().equals(target.errorCounter());
            if (sample.name().equals(target.counter()) || fromErrors) {
                boolean error = fromErrors || target.errorCounter() == null && target.errorLabels().entrySet().stream()
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
            throw new RefusedException("it has more than %d series of the counter".formatted(MAX_SERIES));
        }
        return new Scraped(new Counters(series), created);
    }

    private static boolean matches(@Nullable String value, String expression) {
        return value != null && value.length() <= 200 && value.matches(expression);
    }

    private static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }
    }

    private static final class Bounded extends FilterInputStream {

        private final long limit;
        private long left;

        Bounded(InputStream body, long limit) {
            super(body);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new RefusedException("its answer is larger than %d bytes".formatted(limit));
            }
            return read;
        }
    }
}
