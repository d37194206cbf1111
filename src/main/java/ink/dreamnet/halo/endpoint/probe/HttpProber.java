package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;
import ink.dreamnet.halo.http.Provenance;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Sends an HTTP request and follows its redirects, with no retries, cookies or cached credentials.
final class HttpProber implements Prober, AutoCloseable {

    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final ProbeOptions options;
    private final Dialer dialer;
    private final Trusts trusts;
    private final Map<Connections, CloseableHttpClient> clients = new ConcurrentHashMap<>();

    /// Whose connections may be kept for one another: none that configuration had opened is for others.
    private record Connections(Trust trust, Provenance provenance) {
    }

    HttpProber(ProbeOptions options, Dialer dialer, Trusts trusts) {
        this.options = options;
        this.dialer = dialer;
        this.trusts = trusts;
    }

    /// Makes ready what the first probe would otherwise spend its time on.
    ///
    /// @throws IOException where the target's trust store cannot be read
    void prepare(ProbeTarget target) throws IOException {
        client(target);
    }

    private CloseableHttpClient client(ProbeTarget target) throws IOException {
        return clients.computeIfAbsent(new Connections(trusts.of(target), target.provenance()),
                key -> HttpClientOfProbes.create(dialer, key.trust(), options));
    }

    @Override
    public void probe(Attempt attempt) throws IOException, HttpException {
        ProbeTarget target = attempt.target();
        CloseableHttpClient client = client(target);
        URI url = target.url();
        String method = target.method();
        URI next = exchange(client, attempt, method, url, true);
        if (next == null) {
            return;
        }
        Set<String> visited = new HashSet<>();
        visited.add(method + ' ' + url);
        boolean sameOrigin = true;
        for (int followed = 0; next != null; followed++) {
            if (followed == MOST_REDIRECTS) {
                throw new RedirectLoopException("redirects more than %d times%s"
                        .formatted(MOST_REDIRECTS, attempt.quotes() ? ", last to " + next : ""));
            }
            method = afterRedirect(method, attempt.status);
            if (!visited.add(method + ' ' + next)) {
                throw new RedirectLoopException(
                        "redirects in a circle" + (attempt.quotes() ? ", back to " + next : ""));
            }
            sameOrigin &= origin(next).equals(origin(url));
            attempt.follow();
            next = exchange(client, attempt, method, next, sameOrigin);
        }
    }

    /// @return where to go next, or null where this answer is the last
    private @Nullable URI exchange(CloseableHttpClient client, Attempt attempt, String method, URI url,
            boolean sameOrigin) throws IOException, HttpException {
        try {
            return exchangeOnce(client, attempt, method, url, sameOrigin);
        } catch (IOException e) {
            // a kept connection may have been closed by the server just now, which says nothing about the endpoint
            if (attempt.phase() != Phase.ANSWER || attempt.dialled() || attempt.aborted()) {
                throw e;
            }
            attempt.restart();
            return exchangeOnce(client, attempt, method, url, sameOrigin);
        }
    }

    private @Nullable URI exchangeOnce(CloseableHttpClient client, Attempt attempt, String method, URI url,
            boolean sameOrigin) throws IOException, HttpException {
        HttpUriRequestBase request = request(attempt, method, url, sameOrigin);
        attempt.reach(request::cancel);
        attempt.requesting();
        HttpClientContext context = HttpClientContext.create();
        ClassicHttpResponse response = client.executeOpen(host(url), request, context);
        try {
            attempt.enter(Phase.BODY);
            attempt.status = response.getCode();
            if (attempt.certificate == null) {
                attempt.certificate = Trust.certificateOf(context.getSSLSession());
            }
            EndpointDetails connection = context.getEndpointDetails();
            if (attempt.ip == null && connection != null
                    && connection.getRemoteAddress() instanceof InetSocketAddress remote) {
                attempt.ip = remote.getAddress().getHostAddress();
            }
            if (attempt.asksFor(Source.HEADER)) {
                attempt.headers = headers(response);
            }
            boolean complete = readBody(attempt, response.getEntity());
            if (!complete) {
                request.cancel();
            }
            return attempt.target().followRedirects() ? redirect(url, response) : null;
        } catch (IOException | RuntimeException e) {
            request.cancel();
            throw e;
        } finally {
            close(response);
        }
    }

    private HttpUriRequestBase request(Attempt attempt, String method, URI url, boolean sameOrigin) {
        ProbeTarget target = attempt.target();
        HttpUriRequestBase request = new HttpUriRequestBase(method, url);
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.ofMilliseconds(attempt.limitMillis(target.timeout()))).build());
        if (sameOrigin) {
            target.headers().forEach(request::setHeader);
        }
        if (!request.containsHeader(HttpHeaders.USER_AGENT)) {
            request.setHeader(HttpHeaders.USER_AGENT, options.userAgent());
        }
        if (!options.keepAlive()) {
            request.setHeader(HttpHeaders.CONNECTION, "close");
        }
        if (target.body() != null && sameOrigin && method.equals(target.method())) {
            request.setEntity(new ByteArrayEntity(target.body().getBytes(StandardCharsets.UTF_8), null));
        }
        return request;
    }

    /// Reads up to the cap, and keeps it only where a condition asks for it.
    ///
    /// @return whether the body ended before the cap
    private boolean readBody(Attempt attempt, @Nullable HttpEntity entity) throws IOException, ProtocolException {
        boolean wanted = attempt.asksFor(Source.BODY);
        if (entity == null) {
            attempt.body = wanted ? "" : null;
            return true;
        }
        ReceivedBody body = new ReceivedBody(entity, options.bodyCap());
        attempt.bodyBytes = 0;
        return wanted ? body.read(attempt) : body.skip(attempt);
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
        }
        return headers;
    }

    private static @Nullable URI redirect(URI from, ClassicHttpResponse response) throws ProtocolException {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (!REDIRECTS.contains(response.getCode()) || location == null) {
            return null;
        }
        URI next = RedirectTarget.of(from, location.getValue());
        if (next != null) {
            return next;
        }
        throw new ProtocolException("redirects to what is no HTTP URL: '%s'".formatted(location.getValue()));
    }

    private static String afterRedirect(String method, @Nullable Integer status) {
        if (method.equals("HEAD") || status != null && (status == 307 || status == 308)) {
            return method;
        }
        return status != null && status == 303 || method.equals("POST") ? "GET" : method;
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getHost() + ":" + url.getPort()).toLowerCase(Locale.ROOT);
    }

    private static HttpHost host(URI url) {
        String host = url.getHost();
        return new HttpHost(url.getScheme(), host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                url.getPort());
    }

    private static void close(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException _) {
            // the connection is gone, as it should be
        }
    }

    @Override
    public void close() {
        clients.values().forEach(client -> client.close(CloseMode.IMMEDIATE));
    }
}
