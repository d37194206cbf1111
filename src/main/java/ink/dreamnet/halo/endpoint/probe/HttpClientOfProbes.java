package ink.dreamnet.halo.endpoint.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.TreeSet;

import javax.net.ssl.SSLSocket;

import ink.dreamnet.halo.endpoint.probe.Attempt.Phase;
import ink.dreamnet.halo.http.AnswerHeads;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/// Builds the HTTP client of one [Trust]: the library's minimal chain, with connections opened by our [Dialer] so that
/// every phase is noted in the current [Attempt].
final class HttpClientOfProbes {

    private HttpClientOfProbes() {
    }

    static CloseableHttpClient create(Dialer dialer, Trust trust, ProbeOptions options) {
        // its pool must never be the bound: the bounds are the runner's
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                new DialingOperator(dialer, trust), PoolConcurrencyPolicy.STRICT, PoolReusePolicy.LIFO, null,
                AnswerHeads.connections(_ -> new WatchingParser()));
        connections.setMaxTotal(Math.max(options.globalBound() * 4, 1_024));
        connections.setDefaultMaxPerRoute(Math.max(options.globalBound() * 4, 1_024));
        connections.setDefaultConnectionConfig(ConnectionConfig.custom().setTimeToLive(TimeValue.ofMinutes(10))
                .setValidateAfterInactivity(TimeValue.ofSeconds(5)).build());
        return HttpClients.createMinimal(connections);
    }

    /// Opens connections by the [Dialer].
    private record DialingOperator(Dialer dialer, Trust trust) implements HttpClientConnectionOperator {

        @Override
        public void connect(ManagedHttpClientConnection connection, HttpHost host, InetSocketAddress local,
                TimeValue connectTimeout, SocketConfig config, HttpContext context) throws IOException {
            Attempt attempt = Attempt.CURRENT.get();
            boolean secure = "https".equalsIgnoreCase(host.getSchemeName());
            int port = host.getPort() > 0 ? host.getPort() : secure ? 443 : 80;
            attempt.dialling();
            Socket socket = dialer.connect(attempt, host.getHostName(), port);
            connection.bind(socket);
            if (secure) {
                SSLSocket secured = dialer.secure(attempt, socket, host.getHostName(), port, trust);
                connection.bind(secured, socket);
            }
            attempt.enter(Phase.ANSWER);
        }

        @Override
        public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context)
                throws IOException {
            throw new IOException("probes upgrade no connections");
        }
    }

    /// Notes the first byte of an answer.
    private static final class WatchingParser extends AnswerHeads {

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            ClassicHttpResponse response = super.parse(buffer, new FirstByteStream(in));
            if (response != null) {
                unifyLength(response);
            }
            return response;
        }

        /// The same length more than once is that length, different ones are none (RFC 9110, 8.6).
        private static void unifyLength(ClassicHttpResponse response) throws ProtocolException {
            Set<String> lengths = new TreeSet<>();
            for (Header header : response.getHeaders(HttpHeaders.CONTENT_LENGTH)) {
                for (String length : String.valueOf(header.getValue()).split(",", -1)) {
                    lengths.add(length.strip());
                }
            }
            if (lengths.size() > 1) {
                throw new ProtocolException("Content-Length is there more than once, with different values");
            }
            response.removeHeaders(HttpHeaders.CONTENT_LENGTH);
            lengths.forEach(length -> response.addHeader(HttpHeaders.CONTENT_LENGTH, length));
        }
    }

    private static final class FirstByteStream extends FilterInputStream {

        private boolean seen;

        FirstByteStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (!seen && read > 0) {
                seen = true;
                Attempt.CURRENT.get().answered();
            }
            return read;
        }
    }
}
