package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ink.dreamnet.halo.support.Networks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;

/// Bounds, confirmation, deadline and kept connections of a run over many targets.
class ProbeRunnerTest {

    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    /// The first are answered when they all are there.
    private CountDownLatch together = new CountDownLatch(8);
    private ProbeRunner runner = new ProbeRunner(options(256, 8, 50, false), Networks.LOCAL, clock);

    @AfterEach
    void close() {
        runner.close();
    }

    private static ProbeOptions options(int global, int perHost, long confirmationMillis, boolean keepAlive) {
        return new ProbeOptions(global, perHost, Duration.ofMillis(confirmationMillis), keepAlive, 65_536, "HALO/test");
    }

    private Instant in(long millis) {
        return clock.instant().plusMillis(millis);
    }

    private static List<ProbeTarget> many(int count, String url, int attempts) {
        return IntStream.range(0, count).mapToObj(i -> target(url).id("t" + i).attempts(attempts).build()).toList();
    }

    private void answerSlowly(ScriptedServer.Exchange exchange) throws IOException, InterruptedException {
        exchange.request();
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        together.countDown();
        together.await();
        exchange.linger(20);
        atOnce.decrementAndGet();
        exchange.answer(200, "Connection: close\r\n", "");
    }

    @Test
    void probeWhenManyTargetsShareAHostKeepsTheBoundPerHost() throws IOException {
        try (ScriptedServer server = new ScriptedServer(this::answerSlowly)) {
            List<ProbeResult> results = runner.probe(many(100, server.url("/"), 1), in(20_000));
            assertThat(results).hasSize(100).allMatch(r -> r.verdict() == Verdict.UP);
            assertThat(results.stream().map(ProbeResult::id).distinct()).hasSize(100);
            assertThat(mostAtOnce.get()).isEqualTo(8);
        }
    }

    /// Conditions that take long are judged elsewhere, so that virtual threads, which Tomcat's are too, go on.
    @Test
    void probeWhenConditionsAreWrittenToBeSlowNamesThemWhileAllElseGoesOn() throws Exception {
        runner.close();
        runner = new ProbeRunner(options(512, 512, 50, false), Networks.LOCAL, clock);
        String body = "{\"list\": [" + "\"%s\",".formatted("a".repeat(200)).repeat(250) + "0]}";
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(200, "Connection: close\r\n", body);
        })) {
            List<ProbeTarget> targets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                targets.add(target(server.url("/")).id("t" + i).timeout(20_000).attempts(1).build());
            }
            String glob = "pat(*%sb?)".formatted("?".repeat(190));
            for (int i = 0; i < 40; i++) {
                targets.add(target(server.url("/")).id("slow" + i).timeout(20_000).conditions("[STATUS] == 200",
                        "[BODY] == any(%s)".formatted(String.join(",", Collections.nCopies(4, glob)))).build());
            }
            targets.add(target(server.url("/")).id("slow-path").timeout(20_000).conditions(
                    "len([BODY].list[" + "0:,".repeat(200) + "0]) == 1",
                    "[BODY]" + "[*,*,*,*,*,*,*,*]".repeat(40) + " == 1").build());
            CompletableFuture<List<ProbeResult>> run = CompletableFuture
                    .supplyAsync(() -> runner.probe(targets, in(60_000)), work -> Thread.ofPlatform().start(work));
            while (!run.isDone()) {
                assertThat(Thread.startVirtualThread(() -> {
                }).join(Duration.ofSeconds(5))).as("a virtual thread gets its turn").isTrue();
            }
            assertThat(run.get()).hasSize(61).allSatisfy(result -> {
                if (result.id().startsWith("slow")) {
                    assertThat(result.verdict()).isEqualTo(Verdict.CONDITION_FAILED);
                    assertThat(result.failedConditions()).anyMatch(why -> why.contains("but judging it"))
                            .noneMatch(why -> why.contains("STATUS"));
                } else {
                    assertThat(result.verdict()).isEqualTo(Verdict.UP);
                }
            });
        }
    }

    @Test
    void probeWhenGlobalBoundIsSmallerKeepsIt() throws IOException {
        runner.close();
        runner = new ProbeRunner(options(3, 8, 50, false), Networks.LOCAL, clock);
        together = new CountDownLatch(3);
        try (ScriptedServer server = new ScriptedServer(this::answerSlowly)) {
            assertThat(runner.probe(many(30, server.url("/"), 1), in(20_000))).hasSize(30);
            assertThat(mostAtOnce.get()).isEqualTo(3);
        }
    }

    @Test
    void probeWhenFailsOnceIsUpAfterTwoAttempts() throws IOException {
        AtomicInteger served = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(served.incrementAndGet() == 1 ? 500 : 200, "", "");
        })) {
            ProbeResult result = runner.probe(many(1, server.url("/"), 3), in(20_000)).getFirst();
            assertThat(result.verdict()).isEqualTo(Verdict.UP);
            assertThat(result.attempts()).isEqualTo(2);
        }
    }

    @Test
    void probeWhenAlwaysFailsIsDecidedByAllAttempts() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(500, "", "");
        })) {
            ProbeResult result = runner.probe(many(1, server.url("/"), 3), in(20_000)).getFirst();
            assertThat(result.verdict()).isEqualTo(Verdict.SERVER_ERROR);
            assertThat(result.attempts()).isEqualTo(3);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void probeWhenWaitingForConfirmationHoldsNoPermit() throws IOException {
        runner.close();
        runner = new ProbeRunner(options(1, 1, 300, false), Networks.LOCAL, clock);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(500, "", "");
        })) {
            List<ProbeTarget> targets = IntStream.range(0, 20).mapToObj(i -> target(server.url("/" + i)).id("t" + i)
                    .attempts(2).build()).toList();
            long started = System.nanoTime();
            assertThat(runner.probe(targets, in(20_000))).hasSize(20);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(290));
            List<String> asked = server.requests.stream().map(request -> request.split(" ")[1]).toList();
            assertThat(asked).hasSize(40);
            assertThat(IntStream.range(0, 20).filter(i -> !asked.get(2 * i).equals(asked.get(2 * i + 1))))
                    .as("others, while some wait: %s", asked).isNotEmpty();
        }
    }

    @Test
    void probeWhenSuspectsFailQuicklyHaveThemConfirmedBeforeTheOthersAndWhatHangsAfterThem() throws IOException {
        runner.close();
        runner = new ProbeRunner(options(1, 1, 500, false), Networks.LOCAL, clock);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            String request = String.valueOf(exchange.request());
            exchange.linger(request.contains("/slow") ? 600 : request.contains("/bad") ? 0 : 30);
            exchange.answer(request.contains("/fine") ? 200 : 500, "Connection: close\r\n", "");
        })) {
            List<ProbeTarget> targets = new ArrayList<>(many(30, server.url("/fine"), 2));
            targets.add(target(server.url("/slow")).id("slow").attempts(2).build());
            targets.add(target(server.url("/bad")).id("bad").attempts(2).build());
            // the first call of all takes long
            runner.probe(many(1, server.url("/fine"), 1), in(20_000));
            server.requests.clear();
            assertThat(runner.probe(targets, target -> target.id().equals("bad"), in(20_000))).hasSize(32);
            List<String> asked = server.requests.stream().map(request -> request.split(" ")[1]).toList();
            assertThat(asked).hasSize(34).startsWith("/bad").endsWith("/slow");
            assertThat(asked.lastIndexOf("/bad")).isBetween(1, 30);
        }
    }

    @Test
    void probeWhenDeadlineComesReturnsOnlyWhatIsDecided() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            if (String.valueOf(exchange.request()).startsWith("GET /fine")) {
                exchange.answer(200, "Connection: close\r\n", "");
            } else {
                // reads on until the probe closes its side
                exchange.request();
            }
        })) {
            List<ProbeTarget> targets = List.of(target(server.url("/fine")).id("fine").build(),
                    target(server.url("/hang")).id("hang").timeout(30_000).build());
            List<ProbeResult> results = CompletableFuture.supplyAsync(() -> runner.probe(targets, in(3_000)),
                    Thread::startVirtualThread).orTimeout(29, TimeUnit.SECONDS).join();
            assertThat(results).extracting(ProbeResult::id).containsExactly("fine");
            Awaitility.await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void probeWhenDeadlineIsPastKnowsNothing() throws IOException {
        try (ScriptedServer server = new ScriptedServer(this::answerSlowly)) {
            assertThat(runner.probe(many(5, server.url("/"), 1), in(-1))).isEmpty();
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void probeWhenCallerIsInterruptedEndsAndKeepsTheInterrupt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Exchange::hang)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread caller = Thread.startVirtualThread(() -> {
                List<ProbeResult> results = runner.probe(List.of(target(server.url("/")).timeout(60_000).build()),
                        in(60_000));
                interrupted.complete(results.isEmpty() && Thread.currentThread().isInterrupted());
            });
            Awaitility.await().until(() -> server.connections.get() == 1);
            caller.interrupt();
            assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void probeWhenKeptAliveReusesConnections() throws IOException {
        runner.close();
        runner = new ProbeRunner(options(256, 4, 50, true), Networks.LOCAL, clock);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            while (exchange.request() != null) {
                exchange.answer(200, "", "body");
            }
        })) {
            assertThat(runner.probe(many(50, server.url("/"), 1), in(20_000))).hasSize(50);
            ProbeResult again = runner.probe(many(1, server.url("/"), 1), in(20_000)).getFirst();
            assertThat(server.connections.get()).isLessThanOrEqualTo(4);
            assertThat(again.timings().connectMs()).isNull();
            assertThat(again.timings().dnsMs()).isNull();
            assertThat(again.timings().firstByteMs()).isNotNull();
        }
    }

    @Test
    void probeWhenKeptConnectionWasClosedByServerDialsAgain() throws IOException {
        runner.close();
        runner = new ProbeRunner(options(256, 1, 50, true), Networks.LOCAL, clock);
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.answer(200, "", "body");
            exchange.request();
        })) {
            List<ProbeResult> results = runner.probe(many(5, server.url("/"), 1), in(20_000));
            assertThat(results).hasSize(5).allMatch(r -> r.verdict() == Verdict.UP && r.attempts() == 1);
        }
    }

    @Test
    void probeWhenNotKeptAliveOpensAConnectionEach() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            while (exchange.request() != null) {
                exchange.answer(200, "", "body");
            }
        })) {
            assertThat(runner.probe(many(20, server.url("/"), 1), in(20_000))).hasSize(20);
            assertThat(server.connections).hasValue(20);
        }
    }
}
