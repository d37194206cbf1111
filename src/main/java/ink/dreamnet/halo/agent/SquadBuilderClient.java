package ink.dreamnet.halo.agent;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/// Asks Squad Builder for its agents: bounded in time and size, and once more after a failure that may pass.
@Component
class SquadBuilderClient {

    private final SquadBuilderProperties properties;
    private final JsonMapper json;
    private final Clock clock;

    SquadBuilderClient(SquadBuilderProperties properties, JsonMapper json, Clock clock) {
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /// Pulls the list of agents.
    ///
    /// @param budget how long it may take in all
    /// @throws SourceFailedException where Squad Builder is not configured, does not answer, or not usably
    SquadBuilderListing agents(Duration budget) throws SourceFailedException, InterruptedException {
        URI base = properties.baseUrl();
        if (base == null) {
            throw new SourceFailedException("halo.sources.squad-builder.base-url is not set", false);
        }
        URI url = URI.create(base.toString().replaceFirst("/+$", "") + "/api/squad/agents");
        long end = System.nanoTime() + budget.toNanos();
        try {
            return ask(url, left(end));
        } catch (SourceFailedException first) {
            long pause = properties.retryAfter().toNanos();
            pause += pause == 0 ? 0 : ThreadLocalRandom.current().nextLong(pause / 4 + 1);
            if (!first.repeatable() || end - System.nanoTime() <= 2 * pause) {
                throw first;
            }
            TimeUnit.NANOSECONDS.sleep(pause);
            return ask(url, left(end));
        }
    }

    private Duration left(long end) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return left.compareTo(properties.timeout()) < 0 ? left : properties.timeout();
    }

    /// A socket's timeout bounds each read, not the whole answer, and whoever closes an answer early would first read the
    /// rest of it. So each exchange has a client of its own, which is shut at the end whatever it is doing.
    private SquadBuilderListing ask(URI url, Duration timeout) throws SourceFailedException, InterruptedException {
        CompletableFuture<SquadBuilderListing> answer = new CompletableFuture<>();
        CloseableHttpClient http = http();
        try {
            Thread.ofVirtual().name("halo-squad-builder").start(() -> exchange(http, url, answer));
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new SourceFailedException("it did not answer within %d ms".formatted(timeout.toMillis()), true, slow);
        } catch (ExecutionException failed) {
            throw explain(failed.getCause() == null ? failed : failed.getCause());
        } finally {
            http.close(CloseMode.IMMEDIATE);
        }
    }

    private CloseableHttpClient http() {
        Timeout timeout = Timeout.ofMilliseconds(properties.timeout().toMillis());
        ConnectionConfig connections = ConnectionConfig.custom().setSocketTimeout(timeout)
                .setConnectTimeout(Timeout.ofMilliseconds(properties.connectTimeout().toMillis())).build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections).build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().build();
    }

    private void exchange(CloseableHttpClient http, URI url, CompletableFuture<SquadBuilderListing> answer) {
        try {
            RestClient.builder().requestFactory(new HttpComponentsClientHttpRequestFactory(http)).build().get().uri(url)
                    .accept(MediaType.APPLICATION_JSON).exchange((request, response) -> {
                        try {
                            return answer.complete(read(response));
                        } catch (SourceFailedException | IOException | RuntimeException failed) {
                            return answer.completeExceptionally(failed);
                        }
                    });
        } catch (RuntimeException failed) {
            answer.completeExceptionally(failed);
        }
    }

    private SquadBuilderListing read(ClientHttpResponse response) throws IOException, SourceFailedException {
        HttpStatusCode status = response.getStatusCode();
        if (!status.is2xxSuccessful()) {
            throw new SourceFailedException("it answers with status " + status.value(), status.is5xxServerError());
        }
        return SquadBuilderListing.read(json, new Bounded(response.getBody(), properties.maxBody().toBytes()),
                clock.instant());
    }

    private static SourceFailedException explain(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceFailedException known) {
                return known;
            }
            if (cause instanceof TooLargeException large) {
                return new SourceFailedException("its answer is larger than %d bytes".formatted(large.limit), false,
                        large);
            }
        }
        Throwable reason = failed instanceof ResourceAccessException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        return new SourceFailedException("it cannot be asked: " + MaskedText.of(reason.toString()), true, failed);
    }

    private static final class TooLargeException extends IOException {
        private final long limit;

        TooLargeException(long limit) {
            this.limit = limit;
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
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        /// Does nothing: closing the body early would read the rest of it.
        @Override
        public void close() {
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new TooLargeException(limit);
            }
        }
    }
}
