package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;

import ink.dreamnet.halo.http.AnswerHeads;
import ink.dreamnet.halo.http.Reach;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// The HTTP connections of one fetch. JGit's own are those of the JDK, which looks up names by itself and lets nobody judge the
/// address; these go by a [Reach], also where JGit follows a redirect. A proxy is not used, as by no other call of HALO's.
final class GitConnections implements HttpConnectionFactory, AutoCloseable {

    /// Reads the trusted certificates, which takes a while, once.
    private static final TlsSocketStrategy TLS = DefaultClientTlsStrategy.createSystemDefault();

    private final CloseableHttpClient http;

    GitConnections(Reach reach) {
        http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(reach)
                        .setTlsSocketStrategy(TLS)
                        .setConnectionFactory(AnswerHeads.connections(_ -> new AnswerHeads()))
                        .build())
                .disableAutomaticRetries().disableRedirectHandling()
                .disableCookieManagement().disableAuthCaching().disableContentCompression().build();
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return new GitConnection(http, url);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        return create(url);
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}
