package ink.dreamnet.halo.engine;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloProcess;
import ink.dreamnet.halo.support.TcpProxy;
import ink.dreamnet.halo.support.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Takes the connections to PostgreSQL from a running HALO, and looks what its callers are answered and whether its loop goes on.
@Tag("crash")
@Order(1)
class DatabaseFaultTest {

    private static final Pattern PORT = Pattern.compile(":(\\d+)/");
    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";

    @TempDir
    Path directory;

    @Test
    void connectionsWhenCutAndFrozenFailNoCallAndStopNoLoop() throws Exception {
        String url = TestDatabase.newPostgresUrl();
        Matcher port = PORT.matcher(url);
        assertThat(port.find()).isTrue();
        try (TcpProxy proxy = TcpProxy.before(Integer.parseInt(port.group(1)));
                HaloProcess halo = HaloProcess.start(directory, HaloProcess.freePort(),
                        "--spring.datasource.url=" + port.replaceFirst(":" + proxy.port() + "/"),
                        "--halo.triggers.time.interval=2s", "--halo.triggers.time.initial-delay=0s",
                        // so often that its connection is not tested before it is used, and hangs when it is frozen
                        "--db-scheduler.polling-interval=100ms")) {
            awaitCycle(halo.api(), Duration.ofSeconds(20));
            proxy.away();
            callsAreAnsweredWith503(halo.api());
            proxy.back();
            awaitCycle(halo.api(), Duration.ofSeconds(30));
            assertThat(lines("The database is not reachable")).hasSize(1);
            assertThat(lines("HALO failed|failed, reference")).isEmpty();

            proxy.freeze();
            awaitCycle(halo.api(), Duration.ofSeconds(60));
        }
    }

    /// Waits for a cycle that began after now and is completed.
    private static void awaitCycle(Api api, Duration within) {
        Instant now = Clock.systemUTC().instant();
        Awaitility.await().atMost(within).ignoreExceptions().until(() -> lastCompleted(api).isAfter(now));
    }

    /// @return when the last cycle that is completed began
    private static Instant lastCompleted(Api api) {
        // one that waits for a frozen connection is asked again
        HttpRequest.Builder request = HttpRequest.newBuilder().GET().timeout(Duration.ofSeconds(5));
        return Instant.parse(api.send(request, "/api/halo/status").body().get("status").get("lastRunAt").asString());
    }

    private static void callsAreAnsweredWith503(Api api) throws Exception {
        Map<String, String> writes = Map.of("/run", "{}", "/tasks/lease", "{\"agent\":\"a\"}", "/tasks/approve",
                "{\"ids\":[\"" + NOBODY + "\"]}", "/tasks/" + NOBODY + "/approve", "{}", "/tasks/" + NOBODY + "/result",
                "{\"lease\":\"" + NOBODY + "\",\"outcome\":\"succeeded\"}", "/agents/a/heartbeat", "{}", "/events",
                "{\"sourceType\":\"system\",\"eventType\":\"x\",\"severity\":\"info\",\"payload\":{}}");
        List<String> reads = List.of("/status", "/history", "/weakpoints", "/tasks", "/agents", "/audit", "/events");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Api.Answer>> answers = new ArrayList<>();
            writes.forEach((path, body) -> answers
                    .add(threads.submit((Callable<Api.Answer>) () -> api.post("/api/halo" + path, body))));
            reads.forEach(
                    path -> answers.add(threads.submit((Callable<Api.Answer>) () -> api.get("/api/halo" + path))));
            for (Future<Api.Answer> future : answers) {
                Api.Answer answer = future.get(40, TimeUnit.SECONDS);
                assertThat(answer.status()).as(answer.response().uri() + ": " + answer.body()).isEqualTo(503);
                assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.response().headers().firstValue("Content-Type")).hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
                assertThat(answer.body().path("ok").asBoolean(true)).isFalse();
            }
        }
    }

    private List<String> lines(String pattern) throws IOException {
        return Files.readAllLines(directory.resolve("halo.log")).stream()
                .filter(Pattern.compile(pattern).asPredicate()).toList();
    }
}
