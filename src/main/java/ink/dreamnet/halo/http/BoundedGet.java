package ink.dreamnet.halo.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/// Reads what a service answers to `GET`: bounded in time and size, without redirects and cookies.
@Component
public class BoundedGet {

    private final Environment environment;

    BoundedGet(Environment environment) {
        this.environment = environment;
    }

    /// What is asked.
    ///
    /// @param name what the service is called, for the name of a thread
    /// @param url where, http or https
    /// @param accept the media types that are understood
    /// @param headers what to send; a value `env:NAME` or `file:/path` is read from there each time
    /// @param timeout how long the whole answer may take
    /// @param maxBody how large it may be, in bytes, after decompression
    public record Ask(String name, URI url, String accept, Map<String, String> headers, Duration timeout,
            long maxBody) {
    }

    /// Makes something of the body of a good answer.
    @FunctionalInterface
    public interface BodyReader<T> {

        /// @param contentType null where the answer has none
        /// @throws RefusedException where it is not what it should be
        T read(@Nullable String contentType, InputStream body) throws IOException;
    }

    /// Thrown where an answer is not what it should be; the message says why in plain words.
    public static final class RefusedException extends IOException {

        /// @param message why, without secrets
        public RefusedException(String message) {
            super(message);
        }

        /// @param cause by what that was found
        public RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Asks once. A socket's timeout bounds each read, not the whole answer. So each exchange has a client of its own, which is
    /// shut at the end whatever it is doing.
    ///
    /// @throws FetchFailedException where there is no answer, its status is not 200, or it is not what it should be
    public <T> T get(Ask ask, BodyReader<T> reader) throws FetchFailedException, InterruptedException {
        HttpGet request = new HttpGet(ask.url());
        request.setHeader("Accept", ask.accept());
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            request.setHeader(header.getKey(), resolved(header.getKey(), header.getValue()));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        CloseableHttpClient http = http(ask.timeout());
        try {
            Thread.ofVirtual().name("halo-get-" + ask.name()).start(() -> {
                try {
                    answer.complete(http.execute(request, response -> read(ask, response, reader)));
                } catch (IOException | RuntimeException failed) {
                    answer.completeExceptionally(failed);
                }
            });
            return answer.get(ask.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new FetchFailedException("it did not answer within %d ms".formatted(ask.timeout().toMillis()), slow);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
            throw new FetchFailedException(cause instanceof RefusedException
                    ? String.valueOf(cause.getMessage())
                    : "it cannot be read: " + cause.getClass().getSimpleName() + ": " + cause.getMessage(), failed);
        } finally {
            http.close(CloseMode.IMMEDIATE);
        }
    }

    private static CloseableHttpClient http(Duration most) {
        Timeout timeout = Timeout.ofMilliseconds(most.toMillis());
        ConnectionConfig connections = ConnectionConfig.custom().setSocketTimeout(timeout).setConnectTimeout(timeout)
                .build();
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(connections).build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().build();
    }

    private String resolved(String header, String value) throws FetchFailedException {
        try {
            if (value.startsWith("env:")) {
                String set = environment.getProperty(value.substring(4));
                if (set == null) {
                    throw new FetchFailedException("the header '%s' refers to %s, which is not set".formatted(header,
                            value));
                }
                return set;
            }
            return value.startsWith("file:") ? Files.readString(Path.of(value.substring(5))).strip() : value;
        } catch (IOException | RuntimeException unreadable) {
            throw new FetchFailedException("the header '%s' refers to %s, which cannot be read".formatted(header,
                    value), unreadable);
        }
    }

    private static <T> T read(Ask ask, ClassicHttpResponse response, BodyReader<T> reader) throws IOException {
        if (response.getCode() != 200 || response.getEntity() == null) {
            throw new RefusedException("it answers with status " + response.getCode());
        }
        Header type = response.getFirstHeader("Content-Type");
        return reader.read(type == null ? null : type.getValue(),
                new Bounded(response.getEntity().getContent(), ask.maxBody()));
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
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int bytes) throws RefusedException {
            left -= bytes;
            if (left < 0) {
                throw new RefusedException("its answer is larger than %d bytes".formatted(limit));
            }
        }
    }
}
