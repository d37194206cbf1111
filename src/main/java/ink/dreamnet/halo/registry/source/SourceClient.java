package ink.dreamnet.halo.registry.source;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.core.MaskedText;
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
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/// Asks another service: bounded in time and size, and again with backoff after a failure that may pass.
final class SourceClient {

    private static final int TOO_MANY_REQUESTS = 429;

    /// @see Source#get
    <T> T get(SourceOptions options, URI url, Duration budget, SourceReader<T> reader)
            throws SourceFailedException, InterruptedException {
        long end = System.nanoTime() + budget.toNanos();
        for (int attempt = 1;; attempt++) {
            try {
                return ask(options, url, left(options, end), reader);
            } catch (SourceFailedException failed) {
                long pause = pause(options, attempt);
                // what is left must be worth another attempt
                if (!failed.repeatable() || attempt >= options.attempts() || end - System.nanoTime() <= 2 * pause) {
                    throw failed;
                }
                TimeUnit.NANOSECONDS.sleep(pause);
            }
        }
    }

    /// Exponential backoff with jitter, so that replicas that failed together do not ask again together.
    static long pause(SourceOptions options, int attempt) {
        long pause = options.retryAfter().toNanos() << (attempt - 1);
        return pause == 0 ? 0 : pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1);
    }

    private static Duration left(SourceOptions options, long end) {
        Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return left.compareTo(options.timeout()) < 0 ? left : options.timeout();
    }

    /// A socket's timeout bounds each read, not the whole answer, and whoever closes an answer early would first read the
    /// rest of it. So each exchange has a client of its own, which is shut at the end whatever it is doing.
    private static <T> T ask(SourceOptions options, URI url, Duration timeout, SourceReader<T> reader)
            throws SourceFailedException, InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CloseableHttpClient http = http(options);
        try {
            Thread.ofVirtual().name("halo-source").start(() -> exchange(http, options, url, reader, answer));
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new SourceFailedException("it did not answer within %d ms".formatted(timeout.toMillis()), true, slow);
        } catch (ExecutionException failed) {
            throw explain(failed.getCause() == null ? failed : failed.getCause());
        } finally {
            http.close(CloseMode.IMMEDIATE);
        }
    }

    private static CloseableHttpClient http(SourceOptions options) {
        Timeout timeout = Timeout.ofMilliseconds(options.timeout().toMillis());
        ConnectionConfig connections = ConnectionConfig.custom().setSocketTimeout(timeout)
                .setConnectTimeout(Timeout.ofMilliseconds(options.connectTimeout().toMillis())).build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections).build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().build();
    }

    private static <T> void exchange(CloseableHttpClient http, SourceOptions options, URI url, SourceReader<T> reader,
            CompletableFuture<T> answer) {
        try {
            RestClient.builder().requestFactory(new HttpComponentsClientHttpRequestFactory(http)).build().get().uri(url)
                    .accept(MediaType.APPLICATION_JSON).exchange((request, response) -> {
                        try {
                            return answer.complete(read(options, response, reader));
                        } catch (SourceFailedException | IOException | RuntimeException failed) {
                            return answer.completeExceptionally(failed);
                        }
                    });
        } catch (RuntimeException failed) {
            answer.completeExceptionally(failed);
        }
    }

    private static <T> T read(SourceOptions options, ClientHttpResponse response, SourceReader<T> reader)
            throws IOException, SourceFailedException {
        HttpStatusCode status = response.getStatusCode();
        if (!status.is2xxSuccessful()) {
            throw new SourceFailedException("it answers with status " + status.value(),
                    status.is5xxServerError() || status.value() == TOO_MANY_REQUESTS);
        }
        return reader.read(new BoundedBody(response.getBody(), options.maxBody().toBytes()));
    }

    private static SourceFailedException explain(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceFailedException known) {
                return known;
            }
            if (cause instanceof BoundedBody.TooLargeException large) {
                return new SourceFailedException("its answer is larger than %d bytes".formatted(large.limit()), false,
                        large);
            }
        }
        Throwable reason = failed instanceof ResourceAccessException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        return new SourceFailedException("it cannot be asked: " + MaskedText.of(reason.toString()), true, failed);
    }
}
