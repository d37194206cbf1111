package ink.dreamnet.halo.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.Recommendation;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.endpoint.probe.ProbeOptions;
import ink.dreamnet.halo.endpoint.probe.ProbeRunner;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Probes a real server. What the two databases could change is not tested here but in [EndpointApiTest].
@HaloTest
@OnH2
class EndpointHealthAnalyzerTest {

    private static final String DOWN = EndpointJudgement.DOWN;

    @Autowired
    Definitions<EndpointSpec, Endpoint> registry;
    @Autowired
    Environment environment;
    @Autowired
    MeterRegistry meters;
    @Autowired
    TestClock clock;

    private static final EndpointProperties.References ALLOWED = new EndpointProperties.References(List.of("PROBE_*"),
            List.of());

    private final Map<String, String> variables = new HashMap<>(Map.of("PROBE_TOKEN", "first"));
    private final FleetServer server = FleetServer.start(1000);
    private ProbeRunner runner;

    @BeforeEach
    void startWithoutEndpoints() {
        runner = new ProbeRunner(new ProbeOptions(256, 64, Duration.ofMillis(20), false, 65_536, "HALO"),
                Networks.LOCAL, clock);
        while (!registry.list(PageQuery.of(200, null)).items().isEmpty()) {
            registry.list(PageQuery.of(200, null)).items()
                    .forEach(endpoint -> registry.delete(endpoint.id(), Actor.HALO));
        }
    }

    @AfterEach
    void stop() {
        runner.close();
        server.close();
    }

    private EndpointHealthAnalyzer analyzer(String... canaries) {
        return analyzer(Duration.ofMillis(20), canaries);
    }

    private EndpointHealthAnalyzer analyzer(Duration confirmation, String... canaries) {
        EndpointProperties properties = new EndpointProperties(256, 64, confirmation, false,
                DataSize.ofKilobytes(64), List.of(canaries).stream().map(URI::create).toList(),
                new EndpointProperties.Certificate(21, 14, 7), ALLOWED);
        return new EndpointHealthAnalyzer(registry, runner, new Canary(runner, properties, environment),
                new ProbeMeters(meters), properties,
                new HeaderReferences(new SecretReferences(variables::get), ALLOWED, AllowedFiles.ANY));
    }

    private void put(String id, String url, String... members) {
        String json = "{\"url\":\"" + url + "\"" + String.join("", List.of(members).stream().map(m -> "," + m).toList())
                + "}";
        registry.put(id, JsonMapper.shared().readValue(json, EndpointSpec.class),
                Actor.HALO);
    }

    private AnalysisContext context(Scope scope, Duration time) {
        Instant now = clock.instant();
        return new AnalysisContext(Ids.next(), CycleMode.FULL, scope, now, now.plus(time));
    }

    private AnalyzerResult look(EndpointHealthAnalyzer analyzer) {
        return analyzer.analyze(context(Scope.ALL, Duration.ofSeconds(60)));
    }

    private static SubjectRef endpoint(String id) {
        return new SubjectRef(SubjectKind.ENDPOINT, id);
    }

    private static Set<String> down(AnalyzerResult result) {
        return result.issues().stream().filter(issue -> issue.code().equals(DOWN)).map(issue -> issue.subject().id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void analyzeWhenAnAddressIsNotAllowedSaysSoAndNothingElse() {
        put("a", "http://db.internal/");
        IntStream.range(0, 3).forEach(n -> put("gone" + n, "tcp://127.0.0.1:" + FleetServer.closedPort()));
        runner.close();
        runner = new ProbeRunner(new ProbeOptions(256, 64, Duration.ofMillis(20), false, 65_536, "HALO"),
                Networks.secured(name -> new InetAddress[]{InetAddress.ofLiteral("10.0.0.5")}, "127.0.0.1"), clock);
        AnalyzerResult result = look(analyzer("tcp://127.0.0.1:" + FleetServer.closedPort()));
        assertThat(result.inconclusive()).as("what is not allowed was not reached").isNotNull();
        IntStream.range(0, 3).forEach(n -> registry.delete("gone" + n, Actor.HALO));
        result = look(analyzer("tcp://127.0.0.1:" + FleetServer.closedPort()));
        assertThat(result.inconclusive()).as("HALO did not try").isNull();
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("endpoint.not-allowed");
            assertThat(issue.description()).isEqualTo(
                    "Endpoint a is not probed: the address 10.0.0.5 of db.internal is private, and halo.network.allow does not name it");
        });
        assertThat(result.observed(endpoint("a"), DOWN)).isFalse();
        assertThat(result.responseMs()).isEmpty();
    }

    @Test
    void analyzeWhenHundredOfThousandBreakNamesExactlyThoseAndNoneOnceHealed() {
        IntStream.range(0, 1000).forEach(n -> put("e" + n, server.url(n)));
        Set<String> broken = IntStream.range(0, 100).map(n -> n * 10).peek(n -> server.set(n, FleetServer.BROKEN))
                .mapToObj(n -> "e" + n).collect(Collectors.toCollection(TreeSet::new));
        EndpointHealthAnalyzer analyzer = analyzer();

        AnalyzerResult first = look(analyzer);
        assertThat(first.issues()).hasSize(100).allSatisfy(issue -> {
            assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(issue.id()).isEqualTo("endpoint-down-" + issue.subject().id());
            assertThat(issue.data()).containsEntry("status", 500).containsEntry("attempts", 3);
        });
        assertThat(down(first)).isEqualTo(broken);
        assertThat(first.observed()).hasSize(1001);
        assertThat(first.observedCount()).isEqualTo(1000);
        assertThat(first.observed(endpoint("e10"), EndpointJudgement.CONDITION_FAILED)).isFalse();
        assertThat(first.recommendations()).hasSize(100).extracting(Recommendation::action)
                .containsOnly("repair-endpoint");
        assertThat(down(look(analyzer))).isEqualTo(broken);

        server.setAll(FleetServer.UP);
        AnalyzerResult healed = look(analyzer);
        assertThat(healed.issues()).isEmpty();
        assertThat(healed.recommendations()).isEmpty();
        assertThat(healed.note()).isNull();
        assertThat(healed.observed()).hasSize(1001).allMatch(subject -> healed.observed(subject, DOWN));
        assertThat(meters.get("halo.probes").tag("verdict", "server-error").timer().count())
                .isGreaterThanOrEqualTo(200);
    }

    @Test
    void analyzeWhenAHeaderRefersToASecretSendsItsPresentValueAndWithoutItObservesNothing() throws IOException {
        List<String> sent = new CopyOnWriteArrayList<>();
        HttpServer guarded = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        guarded.createContext("/", exchange -> {
            sent.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        guarded.start();
        try {
            put("guarded", "http://127.0.0.1:%d/".formatted(guarded.getAddress().getPort()),
                    "\"headers\":{\"Authorization\":\"env:PROBE_TOKEN\"}");
            put("open", server.url(1));
            EndpointHealthAnalyzer analyzer = analyzer();
            assertThat(look(analyzer).issues()).isEmpty();
            variables.put("PROBE_TOKEN", "second");
            assertThat(look(analyzer).issues()).isEmpty();
            assertThat(sent).containsExactly("first", "second");

            variables.clear();
            AnalyzerResult without = look(analyzer);
            assertThat(sent).hasSize(2);
            assertThat(without.issues()).isEmpty();
            assertThat(without.observed()).contains(endpoint("open")).doesNotContain(endpoint("guarded"));
            assertThat(without.note()).contains("guarded", "headers[Authorization]", "env:PROBE_TOKEN")
                    .doesNotContain("second", "deadline");
        } finally {
            guarded.stop(0);
        }
    }

    @Test
    void analyzeWhenScopeNamesSubjectsProbesOnlyThose() {
        IntStream.range(0, 5).forEach(n -> put("e" + n, server.url(n)));
        AnalyzerResult result = analyzer()
                .analyze(context(new Scope.Named(Set.of(endpoint("e3"))), Duration.ofSeconds(60)));
        assertThat(result.observed()).containsExactlyInAnyOrder(endpoint("e3"), Endpoint.OBSERVER);
        assertThat(server.hits()).isEqualTo(server.hits(3)).isEqualTo(1);
    }

    @Test
    void analyzeWhenAllFailByConnectionAndCanaryTooDoubtsItself() {
        String closed = "http://127.0.0.1:%d/".formatted(FleetServer.closedPort());
        IntStream.range(0, 3).forEach(n -> put("e" + n, closed + n));
        EndpointHealthAnalyzer analyzer = analyzer("tcp://127.0.0.1:" + FleetServer.closedPort());
        AnalyzerResult result = look(analyzer);
        assertThat(result.inconclusive()).contains("None of 3 endpoints");
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("observer.suspect");
            assertThat(issue.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(issue.subject()).isEqualTo(Endpoint.OBSERVER);
        });
        assertThat(result.observed()).containsExactly(Endpoint.OBSERVER);
        assertThat(result.recommendations()).isEmpty();

        put("e0", server.url(0));
        AnalyzerResult again = look(analyzer);
        assertThat(again.inconclusive()).isNull();
        assertThat(down(again)).containsExactly("e1", "e2");
        assertThat(again.observed(Endpoint.OBSERVER, EndpointHealthAnalyzer.SUSPECT)).isTrue();
    }

    @Test
    void analyzeWhenAllFailByConnectionButCanaryAnswersCallsThemDown() {
        String closed = "http://127.0.0.1:%d/".formatted(FleetServer.closedPort());
        IntStream.range(0, 3).forEach(n -> put("e" + n, closed + n));
        AnalyzerResult configured = look(analyzer("tcp://127.0.0.1:" + server.port()));
        assertThat(configured.inconclusive()).isNull();
        assertThat(down(configured)).containsExactly("e0", "e1", "e2");
        assertThat(down(look(analyzer()))).as("by HALO's own port").containsExactly("e0", "e1", "e2");
    }

    @Test
    void analyzeWhenOnlyTwoFailByConnectionCallsThemDownButDoesNotVouchForItself() {
        String closed = "http://127.0.0.1:%d/".formatted(FleetServer.closedPort());
        IntStream.range(0, 2).forEach(n -> put("e" + n, closed + n));
        AnalyzerResult result = look(analyzer("tcp://127.0.0.1:" + FleetServer.closedPort()));
        assertThat(down(result)).containsExactly("e0", "e1");
        assertThat(result.observed()).doesNotContain(Endpoint.OBSERVER);
    }

    @Test
    void analyzeWhenSomeFailedQuicklyLastTimeAsksThemFirst() {
        runner.close();
        Duration confirmation = Duration.ofSeconds(20);
        runner = new ProbeRunner(new ProbeOptions(256, 1, confirmation, false, 65_536, "HALO"), Networks.LOCAL, clock);
        List<Integer> asked = new CopyOnWriteArrayList<>();
        IntStream.range(0, 30).forEach(n -> {
            server.set(n, (exchange, fleet) -> {
                asked.add(n);
                (n < 2 ? FleetServer.BROKEN : FleetServer.UP).serve(exchange, fleet);
            });
            put("e" + n, server.url(n), "\"attempts\":1");
        });
        EndpointHealthAnalyzer analyzer = analyzer(confirmation);
        assertThat(down(look(analyzer))).containsExactly("e0", "e1");
        assertThat(down(look(analyzer))).containsExactly("e0", "e1");
        assertThat(asked).hasSize(60);
        assertThat(asked.subList(30, 32)).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void analyzeWhenOneThatFailedQuicklyHangsNowDoesNotKeepTheOthersWaitingForEver() {
        runner.close();
        runner = new ProbeRunner(new ProbeOptions(256, 1, Duration.ofSeconds(20), false, 65_536, "HALO"),
                Networks.LOCAL, clock);
        IntStream.range(0, 10).forEach(n -> put("e" + n, server.url(n), "\"attempts\":1", "\"timeoutMs\":60000"));
        server.set(0, FleetServer.BROKEN);
        EndpointHealthAnalyzer analyzer = analyzer(Duration.ofSeconds(20));
        assertThat(down(look(analyzer))).containsExactly("e0");
        server.set(0, FleetServer.HANG);
        Duration shortly = Duration.ofMillis(1400);
        assertThat(analyzer.analyze(context(Scope.ALL, shortly)).observed()).as("it came first").noneMatch(
                subject -> subject.id().startsWith("e"));
        // it may still be the first by chance
        assertThat(Stream.generate(() -> analyzer.analyze(context(Scope.ALL, shortly)).observed()).limit(6)).anyMatch(
                observed -> observed.stream().anyMatch(subject -> subject.id().startsWith("e")));
    }

    @Test
    void analyzeWhenDeadlineComesFirstLeavesTheRestUnobserved() {
        IntStream.range(0, 20).forEach(n -> put("up" + n, server.url(n)));
        IntStream.range(20, 30).forEach(n -> {
            server.set(n, FleetServer.HANG);
            put("hang" + n, server.url(n), "\"timeoutMs\":60000");
        });
        AnalysisContext context = context(Scope.ALL, Duration.ofSeconds(3));
        AnalyzerResult result = analyzer().analyze(context);
        assertThat(clock.instant()).isBefore(context.deadline());
        assertThat(result.issues()).isEmpty();
        assertThat(result.observed()).hasSize(21).noneMatch(subject -> subject.id().startsWith("hang"));
        assertThat(result.note()).isEqualTo("10 of 30 endpoints were not reached before the deadline");
    }

    @Test
    void analyzeWhenIntervalHasNotPassedLetsTheLastResultStand() {
        put("e0", server.url(0), "\"intervalMs\":600000");
        put("e1", server.url(1));
        server.set(0, FleetServer.BROKEN);
        EndpointHealthAnalyzer analyzer = analyzer();
        AnalyzerResult first = look(analyzer);
        int hits = server.hits(0);
        server.set(0, FleetServer.UP);
        clock.advance(Duration.ofMinutes(9));

        AnalyzerResult second = look(analyzer);
        assertThat(server.hits(0)).isEqualTo(hits);
        assertThat(server.hits(1)).isEqualTo(2);
        assertThat(down(second)).containsExactly("e0");
        assertThat(second.issues().getFirst().data().get("observedAt")).isNotNull()
                .isEqualTo(first.issues().getFirst().data().get("observedAt"));

        assertThat(down(analyzer.analyze(context(new Scope.Named(Set.of(endpoint("e0"))), Duration.ofSeconds(60)))))
                .as("a scope that names it looks again").isEmpty();
        server.set(0, FleetServer.BROKEN);
        assertThat(down(look(analyzer))).as("and its result stands in turn").isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(down(look(analyzer))).containsExactly("e0");
    }

    @Test
    void analyzeWhenDefinitionChangedDoesNotLetTheOldResultStand() {
        put("e0", server.url(0), "\"intervalMs\":600000");
        EndpointHealthAnalyzer analyzer = analyzer();
        look(analyzer);
        server.set(1, FleetServer.BROKEN);
        put("e0", server.url(1), "\"intervalMs\":600000");
        assertThat(down(look(analyzer))).containsExactly("e0");
    }

    @Test
    void analyzeWhenConditionFailsSaysWhichAndKnowsItIsNotDown() {
        put("e0", server.url(0) + "?token=s3cret", "\"conditions\":[\"[BODY].status == UP\"]",
                "\"headers\":{\"Authorization\":\"Bearer s3cret\"}", "\"labels\":{\"team\":\"shop\"}",
                "\"dependsOn\":[\"endpoint:db\"]");
        server.set(0, FleetServer.answer(200, "{\"status\":\"DOWN\"}"));
        AnalyzerResult result = look(analyzer());
        Issue issue = result.issues().getFirst();
        assertThat(issue.code()).isEqualTo("endpoint.condition-failed");
        assertThat(issue.severity()).isEqualTo(Severity.HIGH);
        assertThat(issue.data()).containsKeys("failedConditions", "timings", "observedAt", "labels", "dependsOn");
        assertThat(result.issues()).hasSize(1);
        assertThat(issue.toString() + result.recommendations()).doesNotContain("s3cret");
        for (String code : List.of(DOWN, EndpointJudgement.SLOW, EndpointJudgement.CERTIFICATE_EXPIRING)) {
            assertThat(result.observed(endpoint("e0"), code)).as(code).isTrue();
        }
    }

    @Test
    void analyzeWhenAnswerIsSlowSaysSo() {
        put("e0", server.url(0), "\"slowAfterMs\":50");
        server.set(0, FleetServer.after(Duration.ofMillis(120), FleetServer.UP));
        assertThat(look(analyzer()).issues()).singleElement().satisfies(issue -> {
            assertThat(issue.code()).isEqualTo("endpoint.slow");
            assertThat(issue.severity()).isEqualTo(Severity.MEDIUM);
        });
    }

    @Test
    void watchesWhenEndpointIsDeletedIsFalseAfterTheNextLook() {
        put("e0", server.url(0));
        EndpointHealthAnalyzer analyzer = analyzer();
        look(analyzer);
        assertThat(analyzer.watches(endpoint("e0"))).isTrue();
        registry.delete("e0", Actor.HALO);
        look(analyzer);
        assertThat(analyzer.watches(endpoint("e0"))).isFalse();
        assertThat(analyzer.watches(Endpoint.OBSERVER)).isTrue();
        assertThat(analyzer.watches(new SubjectRef(SubjectKind.AGENT, "e0"))).isFalse();
    }

    @Test
    void analyzeWhenThereAreNoEndpointsVouchesForItself() {
        AnalyzerResult result = look(analyzer());
        assertThat(result.observed()).containsExactly(Endpoint.OBSERVER);
        assertThat(result.issues()).isEmpty();
    }

    private AnalyzerResult lookAtAllBut(EndpointHealthAnalyzer analyzer, String... notDue) {
        Instant now = clock.instant();
        return analyzer.analyze(new AnalysisContext(Ids.next(), CycleMode.FULL, Scope.ALL, now, now.plusSeconds(60),
                Stream.of(notDue).map(EndpointHealthAnalyzerTest::endpoint).collect(Collectors.toSet())));
    }

    @Test
    void analyzeWhenNotDueLeavesOutWhatItKnowsAndLooksAtWhatItDoesNot() {
        IntStream.range(0, 3).forEach(n -> put("e" + n, server.url(n)));
        EndpointHealthAnalyzer analyzer = analyzer();
        assertThat(lookAtAllBut(analyzer, "e1", "e2").notDue()).as("after a start").isEmpty();

        AnalyzerResult thin = lookAtAllBut(analyzer, "e1", "e2");
        assertThat(thin.notDue()).containsExactlyInAnyOrder(endpoint("e1"), endpoint("e2"));
        assertThat(thin.observed()).containsExactlyInAnyOrder(endpoint("e0"), Endpoint.OBSERVER);
        assertThat(server.hits(0)).isEqualTo(2);
        assertThat(server.hits(1)).isEqualTo(1);

        put("e1", server.url(1) + "?changed");
        registry.delete("e2", Actor.HALO);
        AnalyzerResult changed = lookAtAllBut(analyzer, "e1", "e2");
        assertThat(changed.notDue()).as("what is defined anew is looked at, what is gone is not left out").isEmpty();
        assertThat(server.hits(1)).isEqualTo(2);
    }

    @Test
    void analyzeWhenFewAreDueAndNoneCanBeReachedAsksOthersBeforeItDoubtsItself() {
        String closed = "http://127.0.0.1:%d/".formatted(FleetServer.closedPort());
        IntStream.range(0, 20).forEach(n -> put("e" + n, n < 3 ? closed + n : server.url(n)));
        EndpointHealthAnalyzer analyzer = analyzer("tcp://127.0.0.1:" + FleetServer.closedPort());
        look(analyzer);
        String[] up = IntStream.range(3, 20).mapToObj(n -> "e" + n).toArray(String[]::new);

        AnalyzerResult outage = lookAtAllBut(analyzer, up);
        assertThat(outage.inconclusive()).isNull();
        assertThat(down(outage)).containsExactly("e0", "e1", "e2");
        assertThat(outage.notDue()).hasSize(7);
        assertThat(outage.observedCount()).isEqualTo(13);

        server.close();
        assertThat(lookAtAllBut(analyzer, up).inconclusive()).contains("None of 13 endpoints");
    }
}
