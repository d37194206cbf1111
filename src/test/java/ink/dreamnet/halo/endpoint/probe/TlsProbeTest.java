package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.Pipes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// Certificates that are good, expired, self-signed or for another host, as HTTPS and as TLS endpoints.
class TlsProbeTest {

    private static final String PASSWORD = "changeit";
    private static final String HERE = "san=ip:127.0.0.1,dns:localhost";

    @TempDir
    static Path folder;

    private static final List<HttpsServer> SERVERS = new ArrayList<>();
    private static int good;
    private static int expired;
    private static int elsewhere;

    private final ProbeRunner runner = new ProbeRunner(ProbeOptions.DEFAULTS, Networks.LOCAL, Clock.systemUTC());

    @BeforeAll
    static void start() throws Exception {
        good = serve("good", "-ext", HERE, "-validity", "30");
        expired = serve("expired", "-ext", HERE, "-startdate", "-40d", "-validity", "10");
        elsewhere = serve("elsewhere", "-ext", "san=dns:other.example", "-validity", "30");
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(server -> server.stop(0));
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private static int serve(String name, String... options) throws IOException, InterruptedException,
            GeneralSecurityException {
        Path file = keyStore(name);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                .toString(), "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-keystore",
                file.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0).as(said).isTrue();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        SERVERS.add(server);
        return server.getAddress().getPort();
    }

    private static Path keyStore(String name) {
        return folder.resolve(name + ".p12");
    }

    private static TrustStore trusting(String name) {
        return new TrustStore(keyStore(name), PASSWORD, AllowedFiles.ANY);
    }

    private static String url(String scheme, int port) {
        return scheme + "://127.0.0.1:" + port;
    }

    private ProbeResult probe(TargetBuilder target) {
        return runner.probe(List.of(target.timeout(10_000).build()), Clock.systemUTC().instant().plusSeconds(30))
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tls"})
    void probeWhenTrustStoreHoldsTheCertificateIsUp(String scheme) {
        ProbeResult result = probe(target(url(scheme, good)).trustStore(trusting("good"))
                .conditions("[CERTIFICATE_EXPIRATION] > 21d", "[CERTIFICATE_EXPIRATION] < 30"));
        assertThat(result.message()).contains(" in ");
        assertThat(result.verdict()).isEqualTo(Verdict.UP);
        Certificate certificate = Objects.requireNonNull(result.certificate());
        assertThat(certificate.subject()).isEqualTo("CN=good");
        assertThat(certificate.daysLeft()).isEqualTo(29);
        assertThat(result.timings().tlsMs()).isPositive();
    }

    @Test
    void probeWhenTrustStoreIsPemIsUp() throws Exception {
        byte[] encoded = KeyStore.getInstance(keyStore("good").toFile(), PASSWORD.toCharArray()).getCertificate("good")
                .getEncoded();
        Path pem = folder.resolve("good.pem");
        Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n");
        assertThat(probe(target(url("https", good)).trustStore(new TrustStore(pem, null, AllowedFiles.ANY))).verdict())
                .isEqualTo(Verdict.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tls"})
    void probeWhenSelfSignedSaysSo(String scheme) {
        ProbeResult result = probe(target(url(scheme, good)));
        assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
        assertThat(result.message()).isEqualTo("the certificate of CN=good is self-signed and not trusted");
        assertThat(Objects.requireNonNull(result.certificate()).daysLeft()).isEqualTo(29);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tls"})
    void probeWhenExpiredSaysSo(String scheme) {
        ProbeResult result = probe(target(url(scheme, expired)).trustStore(trusting("expired")));
        assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
        assertThat(result.message()).startsWith("the certificate of CN=expired expired on ");
        assertThat(Objects.requireNonNull(result.certificate()).daysLeft()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tls"})
    void probeWhenForAnotherHostSaysSo(String scheme) {
        ProbeResult result = probe(target(url(scheme, elsewhere)).trustStore(trusting("elsewhere")));
        assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
        assertThat(result.message())
                .isEqualTo("the certificate of CN=elsewhere is not for host 127.0.0.1; it is for other.example");
        assertThat(result.certificate()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "tls"})
    void probeWhenInsecureAcceptsAllAndStillSeesTheCertificate(String scheme) {
        assertThat(probe(target(url(scheme, good)).insecure()).verdict()).isEqualTo(Verdict.UP);
        assertThat(probe(target(url(scheme, elsewhere)).insecure()).verdict()).isEqualTo(Verdict.UP);
        ProbeResult result = probe(target(url(scheme, expired)).insecure());
        assertThat(result.verdict()).isEqualTo(Verdict.UP);
        assertThat(Objects.requireNonNull(result.certificate()).daysLeft()).isNegative();
    }

    @Test
    void probeWhenKeptAliveStillSeesTheCertificate() {
        ProbeOptions options = new ProbeOptions(8, 1, Duration.ZERO, true, 1_000, "HALO");
        try (ProbeRunner keeping = new ProbeRunner(options, Networks.LOCAL, Clock.systemUTC())) {
            List<ProbeTarget> targets = List.of(target(url("https", good)).insecure().id("a").build(),
                    target(url("https", good)).insecure().id("b").build());
            List<ProbeResult> results = keeping.probe(targets, Clock.systemUTC().instant().plusSeconds(30));
            assertThat(results).allMatch(r -> r.verdict() == Verdict.UP && r.certificate() != null);
            assertThat(results).filteredOn(r -> r.timings().tlsMs() == null).hasSize(1);
        }
    }

    @Test
    void probeWhenHandshakeStallsTimesOut() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::hang)) {
            for (String scheme : List.of("https", "tls")) {
                ProbeResult result = runner.probe(List.of(target(server.url(scheme, "")).timeout(400).build()),
                        Clock.systemUTC().instant().plusSeconds(10)).getFirst();
                assertThat(result.verdict()).isEqualTo(Verdict.TIMED_OUT);
                assertThat(result.message()).isEqualTo("connected, but no TLS handshake within 400 ms");
            }
        }
    }

    @Test
    void probeWhenServerSpeaksNoTlsIsTlsFailed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> exchange.send("SSH-2.0-OpenSSH_9.2\r\n"))) {
            ProbeResult result = probe(target(server.url("https", "/")));
            assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
            assertThat(result.message()).startsWith("TLS handshake failed: ");
        }
    }

    @Test
    void probeWhenTrustStoreIsNoRegularFileSaysSoAtOnce() throws Exception {
        for (Path store : List.of(Path.of("/dev/zero"), Pipes.make(folder.resolve("pipe")))) {
            ProbeResult result = assertTimeoutPreemptively(Duration.ofMinutes(1),
                    () -> probe(target(url("https", good)).trustStore(new TrustStore(store, null, AllowedFiles.ANY))));
            assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
            assertThat(result.message()).contains(store + " cannot be read", "not a regular file");
        }
    }

    @ParameterizedTest
    @CsvSource({"https, localhost, true", "tls, localhost, true", "https, 127.0.0.1, false"})
    void probeWhenTheHostHasANameTellsTheServer(String scheme, String host, boolean told) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> hello = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    byte[] bytes = new byte[4_096];
                    int read = socket.getInputStream().read(bytes);
                    return new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }, Thread::startVirtualThread);
            probe(target(scheme + "://" + host + ":" + server.getLocalPort()));
            // the extension has the length of the name before the name (RFC 6066, section 3)
            assertThat(hello.get(30, TimeUnit.SECONDS).contains("\0" + (char) host.length() + host)).isEqualTo(told);
        }
    }

    @Test
    void probeWhenTrustStoreIsMissingSaysSo() {
        ProbeResult result = probe(
                target(url("https", good))
                        .trustStore(new TrustStore(folder.resolve("no.p12"), null, AllowedFiles.ANY)));
        assertThat(result.verdict()).isEqualTo(Verdict.TLS_FAILED);
        assertThat(result.message()).contains("no.p12 cannot be read");
    }
}
