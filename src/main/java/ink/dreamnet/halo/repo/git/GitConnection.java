package ink.dreamnet.halo.repo.git;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// One request of a fetch and its answer, as JGit asks for it. What JGit parses in memory is bounded before it does: after
/// decompression, by [PacketBounds]. An answer that is not git's smart protocol is refused, because JGit would read it by other,
/// unbounded ways.
final class GitConnection implements HttpConnection {

    private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";
    private static final String RESULT = "application/x-git-upload-pack-result";

    private final CloseableHttpClient http;
    private final URL url;
    private final URI uri;
    /// What is sent: the commits that are wanted, a few lines.
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final RequestConfig.Builder config = RequestConfig.custom();
    private HttpUriRequestBase request;
    private @Nullable ClassicHttpResponse response;

    GitConnection(CloseableHttpClient http, URL url) throws IOException {
        this.http = http;
        this.url = url;
        try {
            this.uri = url.toURI();
            this.request = new HttpUriRequestBase("GET", uri);
        } catch (URISyntaxException wrong) {
            throw new IOException("'%s' is no URL".formatted(url), wrong);
        }
    }

    private ClassicHttpResponse answer() throws IOException {
        if (response == null) {
            request.setConfig(config.build());
            if (sent.size() > 0) {
                request.setEntity(new ByteArrayEntity(sent.toByteArray(), null));
            }
            try {
                response = http.executeOpen(RoutingSupport.determineHost(request), request, null);
            } catch (HttpException wrong) {
                throw new IOException(wrong.getMessage(), wrong);
            }
        }
        return response;
    }

    @Override
    public void connect() throws IOException {
        answer();
    }

    @Override
    public int getResponseCode() throws IOException {
        return answer().getCode();
    }

    @Override
    public String getResponseMessage() throws IOException {
        return answer().getReasonPhrase();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        String type = getContentType();
        if (!ADVERTISEMENT.equals(type) && !RESULT.equals(type)) {
            throw new IOException("it does not speak git's smart HTTP protocol (the type is '%s')".formatted(type));
        }
        HttpEntity entity = answer().getEntity();
        InputStream raw = entity == null ? InputStream.nullInputStream() : new UnreadRest(entity.getContent());
        InputStream plain = "gzip".equals(field(HttpHeaders.CONTENT_ENCODING)) ? new GZIPInputStream(raw) : raw;
        return ADVERTISEMENT.equals(type) ? PacketBounds.ofAdvertisement(plain) : PacketBounds.ofPack(plain);
    }

    /// How the content is compressed is nothing to JGit: [#getInputStream] has dealt with that.
    @Override
    public @Nullable String getHeaderField(String name) {
        return name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING) ? null : field(name);
    }

    private @Nullable String field(String name) {
        Header header = response == null ? null : response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return getHeaderFields().getOrDefault(name, List.of());
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response == null ? new Header[0] : response.getHeaders()) {
            fields.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return fields;
    }

    @Override
    public @Nullable String getContentType() {
        return field(HttpHeaders.CONTENT_TYPE);
    }

    @Override
    public int getContentLength() {
        HttpEntity entity = response == null ? null : response.getEntity();
        return entity == null ? -1 : (int) Math.min(Integer.MAX_VALUE, entity.getContentLength());
    }

    @Override
    public OutputStream getOutputStream() {
        return sent;
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public void setRequestMethod(String method) {
        request = new HttpUriRequestBase(method, uri);
    }

    @Override
    public String getRequestMethod() {
        return request.getMethod();
    }

    @Override
    public void setRequestProperty(String name, String value) {
        request.setHeader(name, value);
    }

    // no other setting bounds for one call how long a connection may take
    @SuppressWarnings("deprecation")
    @Override
    public void setConnectTimeout(int millis) {
        config.setConnectTimeout(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void setReadTimeout(int millis) {
        config.setResponseTimeout(Timeout.ofMilliseconds(millis));
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public void configure(KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted,
            @Nullable SecureRandom random) throws KeyManagementException {
        throw new KeyManagementException("HALO checks the certificates of git servers");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) throws KeyManagementException {
        throw new KeyManagementException("HALO checks the certificates of git servers");
    }

    @Override
    public void setUseCaches(boolean use) {
        // there is none
    }

    @Override
    public void setInstanceFollowRedirects(boolean follow) {
        // JGit follows them itself
    }

    @Override
    public void setDoOutput(boolean output) {
        // whether there is any decides
    }

    @Override
    public void setFixedLengthStreamingMode(int length) {
        // all is kept until it is sent
    }

    @Override
    public void setChunkedStreamingMode(int length) {
        // all is kept until it is sent
    }

    /// Drops the connection where not all was read; the client would read the rest first, which may have no end.
    private final class UnreadRest extends FilterInputStream {

        UnreadRest(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            request.cancel();
        }
    }
}
