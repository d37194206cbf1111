package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.Provenance;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;

/// Where probes connect to, and what they quote, for targets that the API named.
class ProbeAddressTest {

    private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");
    private static final String SECRET = "AKIA7SECRET";

    private ProbeRunner runner = runner(InetAddress::getAllByName, "127.0.0.0/8");

    private static ProbeRunner runner(NetworkPolicy.Names names, String... allow) {
        return new ProbeRunner(new ProbeOptions(64, 8, Duration.ofMillis(1), true, 64 * 1024, "HALO"),
                Networks.secured(names, allow), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        runner.close();
    }

    private ProbeResult probe(TargetBuilder target) {
        return runner.probe(List.of(target.build()), Clock.systemUTC().instant().plusSeconds(20)).getFirst();
    }

    private ProbeResult received(TargetBuilder target) {
        return probe(target.from(Provenance.OTHERS));
    }

    private static ScriptedServer answering(String head, String body) throws IOException {
        return new ScriptedServer(exchange -> {
            while (exchange.request() != null) {
                exchange.send(head + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://2852039166/", "http://0xa9fea9fe/",
            "http://0251.0376.0251.0376/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::a9fe:a9fe]/",
            "http://169.254.169.254./", "http://good@169.254.169.254/", "http://169.254.169.254#@good/",
            "//169.254.169.254/", "http://metadata.test/"})
    void redirectWhenItLeadsToMetadataIsNotFollowed(String location) throws IOException {
        runner.close();
        runner = runner(host -> new InetAddress[]{METADATA}, "127.0.0.1");
        for (Provenance provenance : Provenance.values()) {
            try (ScriptedServer server = answering("HTTP/1.1 302 Found\r\nLocation: " + location, "")) {
                ProbeResult result = probe(target(server.url("/")).from(provenance));
                if (URI.create(location).getHost() == null) {
                    assertThat(result.verdict()).as("no URL").isEqualTo(Verdict.PROTOCOL_ERROR);
                } else {
                    assertThat(result.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
                    assertThat(result.message())
                            .startsWith("the address that it redirects to is that of a cloud's metadata");
                }
            }
        }
    }

    @Test
    void redirectWhenItsHostIsInFullWidthDigitsIsNotFollowed() throws IOException {
        try (ScriptedServer server = answering("HTTP/1.1 302 Found\r\nLocation: http://\uff11\uff16\uff19.254.169.254/",
                "")) {
            assertThat(received(target(server.url("/"))).verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
        }
    }

    /// Whoever answers for the name says something else each time it is asked.
    @Test
    void connectGoesToTheAddressThatWasJudged() throws IOException {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK", "")) {
            AtomicInteger asked = new AtomicInteger();
            runner.close();
            runner = runner(
                    host -> new InetAddress[]{
                            asked.getAndIncrement() == 0 ? InetAddress.ofLiteral("127.0.0.1") : METADATA},
                    "127.0.0.1");
            String url = server.url("/").replace("127.0.0.1", "rebinding.test");
            assertThat(received(target(url)).verdict()).isEqualTo(Verdict.UP);
            assertThat(asked).hasValue(1);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://%s:%d/, CONNECT_FAILED", "https://%s:%d/, CONNECT_FAILED", "tcp://%s:%d, CONNECT_FAILED",
            "tls://%s:%d, CONNECT_FAILED", "dns://%s:%d/name.test, DNS_FAILED"})
    void probeWhenTheAddressIsPrivateSaysNothingOfItsPort(String form, Verdict closed) throws IOException {
        runner.close();
        runner = runner(host -> {
            throw new UnknownHostException(host);
        });
        int port = FleetServer.closedPort();
        try (ScriptedServer server = answering("HTTP/1.1 200 OK", "")) {
            ProbeResult toClosed = received(target(form.formatted("127.0.0.1", port)));
            ProbeResult toOpen = received(target(form.formatted("127.0.0.1",
                    URI.create(server.url("/")).getPort())));
            assertThat(toClosed.verdict()).isEqualTo(Verdict.NOT_ALLOWED);
            assertThat(toOpen.message()).isEqualTo(toClosed.message())
                    .isEqualTo("the address 127.0.0.1 is this machine's own, and halo.network.allow does not name it");
            assertThat(server.connections).hasValue(0);
            assertThat(probe(target(form.formatted("127.0.0.1", port))).verdict())
                    .as("configuration names what it likes")
                    .isEqualTo(closed);
        }
    }

    @Test
    void connectionOfConfigurationIsNotKeptForOthers() throws IOException {
        runner.close();
        runner = runner(InetAddress::getAllByName);
        try (ScriptedServer server = answering("HTTP/1.1 200 OK", "")) {
            assertThat(probe(target(server.url("/"))).verdict()).isEqualTo(Verdict.UP);
            assertThat(received(target(server.url("/"))).verdict()).isEqualTo(Verdict.NOT_ALLOWED);
        }
    }

    @ParameterizedTest
    @EnumSource(Provenance.class)
    void resultQuotesAnAnswerOnlyWhereConfigurationNamedTheTarget(Provenance provenance) throws IOException {
        String body = "{\"AccessKeyId\": \"%s\", \"n\": [\"%s\"]}".formatted(SECRET, SECRET);
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nX-Role: " + SECRET, body);
                ScriptedServer banner = new ScriptedServer(exchange -> exchange.send("SSH-2.0-" + SECRET + "\r\n"));
                ScriptedServer circle = answering("HTTP/1.1 302 Found\r\nLocation: /" + SECRET, "");
                ScriptedServer elsewhere = answering("HTTP/1.1 302 Found\r\nLocation: ftp://" + SECRET + "/", "");
                ScriptedServer chunks = new ScriptedServer(exchange -> {
                    exchange.request();
                    exchange.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + SECRET + "\r\n");
                })) {
            List<ProbeResult> results = List.of(
                    probe(target(server.url("/")).from(provenance).conditions("[BODY] contains x",
                            "[BODY].AccessKeyId == x",
                            "[BODY].n == x", "[HEADER].X-Role == x", "len([BODY].n) == 2")),
                    probe(target(banner.url("/")).from(provenance)), probe(target(circle.url("/")).from(provenance)),
                    probe(target(elsewhere.url("/")).from(provenance)),
                    probe(target(chunks.url("/")).from(provenance)));
            boolean quoted = provenance == Provenance.CONFIGURATION;
            if (quoted) {
                assertThat(results.getFirst().message()).contains(SECRET);
            } else {
                assertThat(results.toString()).doesNotContain(SECRET);
                assertThat(results.stream().map(ProbeResult::message)).contains(
                        "no proper answer: Invalid protocol version", "no proper answer: Bad chunk header",
                        "no proper answer: redirects to what is no HTTP URL");
                assertThat(results.getFirst().failedConditions()).containsExactly(
                        "[BODY] contains x but was a text of %d characters".formatted(body.length()),
                        "[BODY].AccessKeyId == x but was a text of 11 characters",
                        "[BODY].n == x but was a text of 15 characters",
                        "[HEADER].X-Role == x but was a text of 11 characters", "len([BODY].n) == 2 but was 1");
            }
        }
    }

    @Test
    void resultWhenConfigurationNamedTheTargetMasksWhatLooksLikeASecret() throws IOException {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK", "{\"token\": \"hunter2\", \"n\": 2}")) {
            assertThat(probe(target(server.url("/")).conditions("[BODY].token == ok", "[BODY].n == 1", "[BODY] == ok"))
                    .failedConditions()).containsExactly("[BODY].token == ok but was ********",
                            "[BODY].n == 1 but was 2",
                            "[BODY] == ok but was {\"token\": \"********\", \"n\": 2}");
        }
    }
}
