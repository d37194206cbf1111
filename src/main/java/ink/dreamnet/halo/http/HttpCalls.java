package ink.dreamnet.halo.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/// Calls other services that configuration names, over HTTP: bounded in time as a whole and in size, without redirects, cookies and repetitions of its
/// own.
@Component
public final class HttpCalls implements DisposableBean {

    private final CloseableHttpClient http;
    private final SecretReferences references;
    private final JsonMapper json;
    private final Clock clock;

    public HttpCalls(SecretReferences references, NetworkPolicy policy, JsonMapper json, Clock clock) {
        this.references = references;
        this.json = json;
        this.clock = clock;
        // how many connections there are at once is bounded by the callers, so that a slow target takes none from others; and
        // only those that post often keep them
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(policy.reach(Provenance.CONFIGURATION))
                        .setConnectionFactory(AnswerHeads.connections(_ -> new AnswerHeads()))
                        .setMaxConnTotal(Integer.MAX_VALUE).setMaxConnPerRoute(Integer.MAX_VALUE).build())
                .setConnectionReuseStrategy((request, response, context) -> Method.POST.isSame(request.getMethod())
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context))
                .setUserAgent("HALO").disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .disableAuthCaching().build();
    }

    /// Makes something of the body of a good answer.
    ///
    /// @param <T> what it makes
    @FunctionalInterface
    public interface AnswerReader<T> {

        /// Reads an answer. It is called on a thread of the call's own.
        ///
        /// @throws CallFailedException where it is not what it should be
        /// @throws IOException where it cannot be read to its end
        T read(HttpAnswer answer) throws IOException;
    }

    /// Asks once.
    ///
    /// @param form what the answer must be
    /// @param reader makes something of a good answer
    /// @throws CallFailedException where there is no answer, or it is not what it should be
    public <T> T get(HttpCall call, ExpectedAnswer.Form form, AnswerReader<T> reader)
            throws CallFailedException, InterruptedException {
        return exchange(call, answer -> reader.read(ExpectedAnswer.check(form, answer)));
    }

    /// Sends once. Of the answer only as much is read as the call's limit allows.
    ///
    /// @throws InterruptedException where HALO shuts down
    public SendResult post(HttpCall call, ExpectedAnswer expected) throws InterruptedException {
        try {
            return expected.judge(ask(call));
        } catch (CallFailedException failed) {
            return new SendResult.Failed(null, failed.reason(), null);
        }
    }

    /// Calls once, and reads as much of the answer as the call's limit allows, whatever it is.
    ///
    /// @throws CallFailedException where there is no answer
    /// @throws InterruptedException where HALO shuts down
    public ReceivedAnswer ask(HttpCall call) throws CallFailedException, InterruptedException {
        int most = (int) call.limits().body();
        return exchange(call, answer -> ReceivedAnswer.read(answer, json, most));
    }

    /// A socket's timeout bounds each read, not the whole answer. So a call has a thread of its own, and is cancelled at the end
    /// whatever it is doing.
    private <T> T exchange(HttpCall call, AnswerReader<T> reader) throws CallFailedException, InterruptedException {
        HttpUriRequestBase request = request(call);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("halo-http-" + call.url().getHost()).start(RequestId.carriedBy(() -> {
            try {
                answer.complete(http.execute(request, response -> read(request, call, response, reader, answer)));
            } catch (IOException | RuntimeException failed) {
                answer.completeExceptionally(failed);
            }
        }));
        long most = call.limits().whole().toNanos();
        try {
            return answer.get(most, TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            throw new CallFailedException(
                    "it did not answer within %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(most)), true, slow);
        } catch (ExecutionException failed) {
            throw explain(failed.getCause() == null ? failed : failed.getCause());
        } finally {
            request.cancel();
        }
    }

    private <T> T read(HttpUriRequestBase request, HttpCall call, ClassicHttpResponse response, AnswerReader<T> reader,
            CompletableFuture<T> answer) throws IOException {
        InputStream content = response.getEntity() == null ? null : response.getEntity().getContent();
        BoundedBody body = new BoundedBody(content == null ? InputStream.nullInputStream() : content,
                call.limits().body());
        String retryAfter = header(response, HttpHeaders.RETRY_AFTER);
        try {
            T read = reader.read(new HttpAnswer(response.getCode(), header(response, HttpHeaders.CONTENT_TYPE),
                    retryAfter == null ? null : RetryAfter.parse(retryAfter, clock.instant()), body));
            if (!body.ended()) {
                answer.complete(read);
            }
            return read;
        } finally {
            if (!body.ended()) {
                // the rest would be read away otherwise
                request.cancel();
            }
        }
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    // no other setting bounds for one call how long a connection may take
    @SuppressWarnings("deprecation")
    private HttpUriRequestBase request(HttpCall call) throws CallFailedException {
        HttpUriRequestBase request;
        if (call.body() == null) {
            request = new HttpGet(call.url());
        } else {
            request = new HttpPost(call.url());
            request.setEntity(new ByteArrayEntity(call.body(), ContentType.APPLICATION_JSON));
        }
        // the exchange as a whole ends earlier
        Timeout longestPause = Timeout.of(call.limits().whole().multipliedBy(2));
        request.setConfig(RequestConfig.custom().setConnectTimeout(Timeout.of(call.limits().connect()))
                .setResponseTimeout(longestPause).build());
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            try {
                request.setHeader(header.getKey(),
                        references.read("the header '%s'".formatted(header.getKey()), header.getValue()));
            } catch (UnreadableReferenceException unreadable) {
                throw new CallFailedException(String.valueOf(unreadable.getMessage()), false, unreadable);
            }
        }
        return request;
    }

    private static CallFailedException explain(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CallFailedException known) {
                return known;
            }
            if (cause instanceof AddressRefusedException refused) {
                return new CallFailedException("it is not asked: " + refused.getMessage(), false, refused);
            }
        }
        Throwable reason = failed instanceof JacksonIOException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        return new CallFailedException("it cannot be asked: " + MaskedText.of(reason.getClass().getSimpleName() + ": "
                + reason.getMessage()), true, failed);
    }

    @Override
    public void destroy() {
        http.close(CloseMode.IMMEDIATE);
    }
}
