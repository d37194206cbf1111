package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Where HALO fetches repositories from, and what it tells of what it found there.
class RemoteAddressTest {

    private static final NetworkPolicy METADATA = Networks.secured(
            name -> new InetAddress[]{InetAddress.ofLiteral("169.254.169.254")}, "127.0.0.1");

    @TempDir
    Path directory;
    private final AtomicInteger hits = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile HttpHandler answer = exchange -> exchange.sendResponseHeaders(404, -1);
    private HttpServer server;
    private Workbench bench;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Thread::startVirtualThread);
        server.createContext("/", exchange -> {
            try (exchange) {
                hits.incrementAndGet();
                answer.handle(exchange);
            }
        });
        server.start();
        bench = bench("1m");
    }

    private Workbench bench(String fetchTimeout) {
        return new Workbench(directory, Map.of("halo.repo.fetch-timeout", fetchTimeout), Map.of());
    }

    @AfterEach
    void close() {
        closed.countDown();
        server.stop(0);
    }

    private String url(String scheme) {
        return "%s://127.0.0.1:%d/it.git".formatted(scheme, server.getAddress().getPort());
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private String inspect(ManagedBy managedBy, String url) throws InterruptedException {
        Inspection seen = bench.inspect(
                RepositoryFormat.define("it", Workbench.remote(url, null), managedBy, null, AllowedFiles.ANY));
        assertThat(Workbench.findings(seen)).containsExactly("repo.unreachable  high");
        return seen.state().getFirst().message();
    }

    @Test
    void inspectWhenTheApiNamedItTellsOpenPortsFromClosedOnesByNothing() throws Exception {
        String nobody = ":" + FleetServer.closedPort();
        String somebody = ":" + server.getAddress().getPort();
        Set<String> told = new TreeSet<>();
        Set<String> toldConfiguration = new TreeSet<>();
        List<String> answering = List.of(url("http").replace(somebody, nobody), url("git").replace(somebody, nobody),
                url("http"));
        for (String url : answering) {
            told.add(inspect(ManagedBy.API, url));
            toldConfiguration.add(inspect(ManagedBy.CONFIG, url));
        }
        answer = exchange -> exchange.sendResponseHeaders(401, -1);
        told.add(inspect(ManagedBy.API, url("http")));
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
        };
        told.add(inspect(ManagedBy.API, url("http")));

        bench = bench("1s");
        // a server of HTTP waits for more of what git says
        for (String url : List.of(url("git"), url("https"))) {
            told.add(inspect(ManagedBy.API, url));
            toldConfiguration.add(inspect(ManagedBy.CONFIG, url));
        }
        answer = exchange -> hang();
        told.add(inspect(ManagedBy.API, url("http")));
        assertThat(told).containsExactly(
                "no git repository that everyone may read answers at its URL (the log of HALO says more)");
        assertThat(toldConfiguration).as("who configures HALO needs the reason; two wait in vain").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"API", "CONFIG"})
    void inspectWhenItRedirectsToMetadataDoesNotFollow(ManagedBy managedBy) throws Exception {
        bench.policy = METADATA;
        bench.restart();
        for (String location : List.of("http://169.254.169.254/it.git/info/refs?service=git-upload-pack",
                "http://2852039166/it.git/info/refs?service=git-upload-pack",
                "http://[::ffff:a9fe:a9fe]/it.git/info/refs?service=git-upload-pack",
                "https://metadata.test/it.git/info/refs?service=git-upload-pack")) {
            answer = exchange -> {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
            };
            assertThat(inspect(managedBy, url("http"))).startsWith("the address 169.254.169.254").contains("metadata");
        }
        answer = exchange -> {
            exchange.getResponseHeaders().set("Location",
                    "http://good@169.254.169.254/it.git/info/refs?service=git-upload-pack");
            exchange.sendResponseHeaders(302, -1);
        };
        assertThat(inspect(managedBy, url("http"))).containsPattern("userinfo|no git repository");
    }

    @Test
    void inspectWhenTheAddressIsPrivateConnectsForConfigurationOnly() throws Exception {
        bench.policy = Networks.secured(name -> new InetAddress[]{InetAddress.ofLiteral("127.0.0.1")});
        bench.restart();
        String refused = "the address 127.0.0.1%s is this machine's own, and halo.network.allow does not name it";
        assertThat(inspect(ManagedBy.API, url("http"))).isEqualTo(refused.formatted(""));
        for (String scheme : List.of("git", "https")) {
            assertThat(inspect(ManagedBy.API, url(scheme).replace("127.0.0.1", "git.internal")))
                    .isEqualTo(refused.formatted(" of git.internal"));
        }
        assertThat(hits).hasValue(0);
        assertThat(inspect(ManagedBy.CONFIG, url("http"))).doesNotContain("halo.network.allow");
        assertThat(hits).hasPositiveValue();
    }
}
