package ink.dreamnet.halo.task.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import ink.dreamnet.halo.task.dispatch.DispatchProperties;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Posts JSON and reads a short answer: bounded in time as a whole and in size, without redirects and without repetitions
/// of its own.
@Component
public class HttpSender implements DisposableBean {

    private static final int CONNECTIONS = 64;
    private static final int SHOWN = 200;

    private final CloseableHttpClient http;
    private final Duration timeout;
    private final int maxBody;
    private final Clock clock;

    @Autowired
    HttpSender(DispatchProperties properties, Clock clock) {
        this(properties.delivery().connectTimeout(), properties.delivery().timeout(),
                (int) properties.delivery().maxBody().toBytes(), clock);
    }

    /// @param connectTimeout how long a connection may take
    /// @param timeout how long one whole exchange may take
    /// @param maxBody how much of an answer is read, in bytes
    public HttpSender(Duration connectTimeout, Duration timeout, int maxBody, Clock clock) {
        this.timeout = timeout;
        this.maxBody = maxBody;
        this.clock = clock;
        Timeout whole = Timeout.of(timeout);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setSocketTimeout(whole)
                                .setConnectTimeout(Timeout.of(connectTimeout)).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(whole)
                        .setConnectionRequestTimeout(whole).build())
                .setUserAgent("HALO").disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .disableAuthCaching().build();
    }

    /// An answer.
    ///
    /// @param status the HTTP status
    /// @param retryAfter the header of that name as a wait from now, or null
    /// @param body the first part of its body
    public record Answer(int status, @Nullable Duration retryAfter, byte[] body) {
    }

    /// Sends a body and reads the outcome of its status.
    ///
    /// @param headers may hold a `Content-Type` other than `application/json`
    /// @param accepted makes the result of an answer with a 2xx status
    /// @throws InterruptedException where HALO shuts down
    public SendResult post(URI url, Map<String, String> headers, byte[] body,
            Function<Answer, SendResult> accepted) throws InterruptedException {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("halo-send").start(() -> exchange(request, answer));
        try {
            return judge(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS), accepted);
        } catch (TimeoutException slow) {
            return new SendResult.Failed(null, "no whole answer within %d ms".formatted(timeout.toMillis()), null);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return new SendResult.Failed(null, "not sent, or no answer: " + shown(cause.toString()), null);
        } finally {
            request.cancel();
        }
    }

    private void exchange(HttpPost request, CompletableFuture<Answer> answer) {
        try {
            answer.complete(http.execute(request, response -> {
                Answer read = read(response);
                if (read.body().length == maxBody) {
                    answer.complete(read);
                    // what is left would be read away otherwise
                    request.cancel();
                }
                return read;
            }));
        } catch (IOException | RuntimeException failed) {
            answer.completeExceptionally(failed);
        }
    }

    private Answer read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream content = entity.getContent();
            body = content == null ? body : content.readNBytes(maxBody);
        }
        Header retryAfter = response.getFirstHeader("Retry-After");
        return new Answer(response.getCode(),
                retryAfter == null ? null : RetryAfter.parse(retryAfter.getValue(), clock.instant()), body);
    }

    private static SendResult judge(Answer answer, Function<Answer, SendResult> accepted) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return accepted.apply(answer);
        }
        String error = "status " + status + said(answer.body());
        if (status >= 500 || status == 408 || status == 429) {
            return new SendResult.Failed(status, error, answer.retryAfter());
        }
        return new SendResult.Refused(status, status < 400 ? error + "; redirects are not followed" : error);
    }

    private static String said(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + shown(text);
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").replace('\uFFFD', '?');
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    @Override
    public void destroy() {
        http.close(CloseMode.IMMEDIATE);
    }
}
