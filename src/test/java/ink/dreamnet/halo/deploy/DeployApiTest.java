package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class DeployApiTest {

    private static final String DEPLOYS = "/api/halo/deploys";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    FollowUpCycles cycles;
    @Autowired
    DeployJobs jobs;

    @BeforeEach
    void forget() {
        idle();
        jdbc.update("delete from deploy");
        jdbc.update("update trigger_state set enabled = null, fired_at = null, held_since = null, held_times = 0");
        clock.advance(Duration.ofHours(1));
    }

    private void idle() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20))
                .until(() -> api.get("/api/halo/status").body().at("/status/pendingTriggers").isEmpty()
                        && !api.get("/api/halo/status").body().at("/status/isRunning").booleanValue());
    }

    private Answer deploy(String service, String version, String... headers) {
        return api.post(DEPLOYS, "{\"service\":\"%s\",\"version\":\"%s\"}".formatted(service, version), headers);
    }

    private static String id(Answer answer) {
        return answer.body().at("/deploy/id").stringValue();
    }

    private JsonNode followUp(String deploy, int number) {
        return api.get(DEPLOYS + "/" + deploy).body().at("/looks/" + number);
    }

    private JsonNode awaitFollowUp(String deploy, int number) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
                .until(() -> !followUp(deploy, number).at("/status").stringValue().equals("waiting"));
        return followUp(deploy, number);
    }

    private JsonNode awaitCycle(JsonNode followUp) {
        String cycle = followUp.at("/cycleId").stringValue();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                .until(() -> api.get("/api/halo/history/" + cycle).status() == 200);
        return api.get("/api/halo/history/" + cycle).body().at("/cycle");
    }

    private int cycleRequests() {
        Integer count = jdbc.queryForObject("select count(*) from cycle_request where trigger_name = 'deploy'",
                Integer.class);
        return count == null ? 0 : count;
    }

    private JsonNode trigger() {
        return api.get("/api/halo/triggers/deploy").body().at("/trigger");
    }

    @Test
    void postWhenDeployIsNewStartsAFullCycleAtOnceAndStagesThreeMore() {
        Answer answer = deploy("shop", "1.4.2");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.response().headers().firstValue("Location")).hasValue(DEPLOYS + "/" + id(answer));
        assertThat(answer.body().at("/looks").findValuesAsString("afterMs")).containsExactly("0", "60000", "300000",
                "900000");
        JsonNode first = awaitFollowUp(id(answer), 0);
        assertThat(first.at("/status").stringValue()).isEqualTo("asked");
        JsonNode cycle = awaitCycle(first);
        assertThat(cycle.at("/mode").stringValue()).isEqualTo("full");
        assertThat(cycle.at("/triggers").toString()).contains("deploy");
        assertThat(cycle.at("/reason").stringValue()).isEqualTo("the deploy of shop 1.4.2");
        assertThat(trigger().at("/why").stringValue()).isEqualTo("the deploy of shop 1.4.2");
        assertThat(trigger().at("/value").doubleValue()).isEqualTo(1);
        assertThat(followUp(id(answer), 1).at("/status").stringValue()).isEqualTo("waiting");
    }

    @Test
    void requestDueWhenFollowUpIsDueChecksOnlyWhatBelongsToTheService() {
        try (FleetServer fleet = FleetServer.start(1)) {
            String url = fleet.url(0);
            api.put("/api/halo/endpoints/of-basket", endpoint(url, "\"service\":\"basket\""));
            api.put("/api/halo/endpoints/basket", endpoint(url, ""));
            api.put("/api/halo/endpoints/basket-staging", endpoint(url,
                    "\"service\":\"basket\",\"environment\":\"staging\""));
            api.put("/api/halo/endpoints/other", endpoint(url, "\"service\":\"baskets\""));
            api.put("/api/halo/agents/packer",
                    "{\"role\":\"Custom\",\"labels\":{\"service\":\"basket\"}}");
            Answer answer = api.post(DEPLOYS,
                    "{\"service\":\"basket\",\"version\":\"7\",\"environment\":\"production\"}");
            awaitCycle(awaitFollowUp(id(answer), 0));

            clock.advance(Duration.ofSeconds(61));
            cycles.requestDue();

            JsonNode second = followUp(id(answer), 1);
            assertThat(second.at("/detail").stringValue())
                    .isEqualTo("3 subjects: agent:packer, endpoint:basket, endpoint:of-basket");
            JsonNode cycle = awaitCycle(second);
            assertThat(cycle.at("/mode").stringValue()).isEqualTo("full");
            assertThat(cycle.at("/reason").stringValue()).isEqualTo("60 s after the deploy of basket 7 to production");
            assertThat(followUp(id(answer), 2).at("/status").stringValue()).isEqualTo("waiting");
        } finally {
            List.of("of-basket", "basket", "basket-staging", "other")
                    .forEach(name -> api.delete("/api/halo/endpoints/" + name));
            api.delete("/api/halo/agents/packer");
        }
    }

    private static String endpoint(String url, String labels) {
        return "{\"url\":\"%s\",\"labels\":{%s}}".formatted(url, labels);
    }

    @Test
    void requestDueWhenNothingBelongsToTheServiceIsALightCycle() {
        Answer answer = deploy("nobody", "1");
        awaitCycle(awaitFollowUp(id(answer), 0));

        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        cycles.requestDue();

        assertThat(awaitCycle(followUp(id(answer), 1)).at("/mode").stringValue()).isEqualTo("light");
    }

    @Test
    void requestDueWhenSubjectsAreNamedChecksThem() {
        Answer answer = api.post(DEPLOYS,
                "{\"service\":\"x\",\"version\":\"1\",\"subjects\":[\"endpoint:a\",\"agent:b\"]}");
        awaitCycle(awaitFollowUp(id(answer), 0));
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        cycles.requestDue();
        assertThat(followUp(id(answer), 1).at("/detail").stringValue()).isEqualTo("2 subjects: agent:b, endpoint:a");
    }

    @Test
    void postWhenManyDeploysComeAtOnceRequestsFewCycles() throws Exception {
        int before = cycleRequests();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = IntStream.range(0, 60)
                    .<Callable<Answer>>mapToObj(i -> () -> deploy("s" + i, "1")).toList();
            for (var answer : callers.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(201);
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> cycleRequests() > before);
        clock.advance(Duration.ofSeconds(16));
        cycles.requestDue();
        assertThat(jdbc.queryForObject("select count(*) from deploy_look where after_ms = 0 and status <> 'ASKED'",
                Integer.class)).isZero();
        clock.advance(Duration.ofMinutes(2));
        cycles.requestDue();

        assertThat(cycleRequests() - before).isBetween(2, 3);
        assertThat(jdbc.queryForObject("select count(*) from deploy_look where after_ms = 60000 and status = 'ASKED'",
                Integer.class)).isEqualTo(60);
    }

    @Test
    void requestDueWhenInCoolDownHoldsTheDeployAndServesItAtTheEnd() {
        awaitFollowUp(id(deploy("a", "1")), 0);
        Answer second = deploy("b", "1");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> trigger().at("/held/times").intValue() > 0);
        assertThat(followUp(id(second), 0).at("/status").stringValue()).isEqualTo("waiting");

        clock.advance(Duration.ofSeconds(16));
        assertThat(cycles.requestDue()).isEmpty();

        assertThat(followUp(id(second), 0).at("/status").stringValue()).isEqualTo("asked");
    }

    @Test
    void requestDueWhenTriggerIsSwitchedOffSkipsTheFollowUps() {
        assertThat(api.post("/api/halo/triggers/deploy/disable", null).status()).isEqualTo(200);
        int before = cycleRequests();

        JsonNode first = awaitFollowUp(id(deploy("shop", "2")), 0);

        assertThat(first.at("/status").stringValue()).isEqualTo("skipped");
        assertThat(first.at("/detail").stringValue()).isEqualTo("the trigger is switched off");
        assertThat(cycleRequests()).isEqualTo(before);
    }

    @Test
    void postWhenKeyWasUsedAnswersTheSameDeployOrConflict() {
        Answer first = deploy("shop", "3", "Idempotency-Key", "build-77");

        Answer again = deploy("shop", "3", "Idempotency-Key", "build-77");
        assertThat(again.status()).isEqualTo(200);
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.body().at("/created").booleanValue()).isFalse();
        assertThat(deploy("shop", "4", "Idempotency-Key", "build-77").status()).isEqualTo(409);
        assertThat(api.get(DEPLOYS).body().at("/deploys")).hasSize(1);
    }

    @Test
    void postWhenSentTwiceAtTheSameMomentWithOneKeyRecordsOne() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = IntStream.range(0, 12)
                    .<Callable<Answer>>mapToObj(i -> () -> deploy("shop", "5", "Idempotency-Key", "k")).toList();
            for (var answer : callers.invokeAll(calls)) {
                assertThat(answer.get().status()).isIn(200, 201);
            }
        }
        assertThat(api.get(DEPLOYS).body().at("/deploys")).hasSize(1);
    }

    @Test
    void postWhenTimeIsGivenAndTheSameIsSentAgainIsTheSameDeploy() {
        String body = "{\"service\":\"shop\",\"version\":\"6\",\"at\":\"%s\"}"
                .formatted(clock.instant().minusSeconds(60));
        assertThat(api.post(DEPLOYS, body).status()).isEqualTo(201);
        assertThat(api.post(DEPLOYS, body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{}|service", "{\"service\":\"a\"}|version",
            "{\"service\":\" \",\"version\":\"1\"}|service",
            "{\"service\":\"a\",\"version\":\"1\",\"at\":\"2020-01-01T00:00:00Z\"}|at",
            "{\"service\":\"a\",\"version\":\"1\",\"at\":\"2999-01-01T00:00:00Z\"}|at",
            "{\"service\":\"a\",\"version\":\"1\",\"at\":\"yesterday\"}|at",
            "{\"service\":\"a\",\"version\":\"1\",\"url\":\"javascript:alert(1)\"}|url",
            "{\"service\":\"a\",\"version\":\"1\",\"subjects\":[\"endpoint:a\",\"nonsense\"]}|subjects[1]",
            "{\"service\":\"a\",\"version\":\"1\",\"enviroment\":\"x\"}|enviroment"})
    void postWhenSomethingIsWrongNamesItAndRecordsNothing(String body, String field) {
        Answer answer = api.post(DEPLOYS, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").stringValue()).isEqualTo(field);
        assertThat(api.get(DEPLOYS).body().at("/deploys")).isEmpty();
    }

    @Test
    void listFiltersAndPages() {
        deploy("shop", "1");
        deploy("shop", "2");
        api.post(DEPLOYS, "{\"service\":\"api\",\"version\":\"1\",\"environment\":\"staging\"}");

        Answer page = api.get(DEPLOYS + "?limit=2");
        assertThat(page.body().at("/deploys").findValuesAsString("service")).containsExactly("api", "shop");
        assertThat(api.get(DEPLOYS + "?limit=2&before=" + page.body().at("/next").stringValue()).body()
                .at("/deploys")).hasSize(1);
        assertThat(api.get(DEPLOYS + "?service=shop&version=2").body().at("/deploys")).hasSize(1);
        assertThat(api.get(DEPLOYS + "?environment=staging&source=api").body().at("/deploys")).hasSize(1);
        assertThat(api.get(DEPLOYS + "?source=mail").status()).isEqualTo(400);
        assertThat(api.get(DEPLOYS + "?since=" + clock.instant().plusSeconds(60)).body().at("/deploys")).isEmpty();
        assertThat(api.get(DEPLOYS + "/" + java.util.UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void recordWhenAnotherWayTellsOfTheSameVersionIsOneDeploy(@Autowired Deploys deploys) {
        Deploys.Recorded seen = deploys.record(report(DeploySource.INFO, "1.0", "0abc1234def"), Actor.HALO);

        Deploys.Recorded told = deploys.record(report(DeploySource.GITHUB, "0abc1234def5678", null), Actor.HALO);
        assertThat(told.created()).isFalse();
        assertThat(told.deploy().id()).isEqualTo(seen.deploy().id());
        assertThat(deploys.record(report(DeploySource.GITHUB, "2.0", null), Actor.HALO).created()).isTrue();
    }

    @Test
    void recordWhenAnotherSourceKnowsMoreCompletesItAndTheFirstMayRepeat(@Autowired Deploys deploys) {
        Answer first = api.post(DEPLOYS, "{\"service\":\"shop\",\"version\":\"1.0\"}", "Idempotency-Key", "b1");
        DeployReport hook = new DeployReport("shop", "1.0", "production", clock.instant(),
                java.util.Set.of(SubjectRef.parse("endpoint:shop-api")), "0abc1234def", "https://shop.example",
                DeploySource.GITHUB, "github:" + id(first));
        assertThat(deploys.record(hook, Actor.HALO).created()).isFalse();

        JsonNode deploy = api.get(DEPLOYS + "/" + id(first)).body().at("/deploy");
        assertThat(deploy.at("/environment").stringValue()).isEqualTo("production");
        assertThat(deploy.at("/commit").stringValue()).isEqualTo("0abc1234def");
        assertThat(deploy.at("/url").stringValue()).isEqualTo("https://shop.example");
        assertThat(deploy.at("/subjects").toString()).contains("shop-api");
        assertThat(deploy.at("/source").stringValue()).isEqualTo("api");
        awaitFollowUp(id(first), 0);
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        cycles.requestDue();
        assertThat(followUp(id(first), 1).at("/detail").stringValue()).isEqualTo("1 subject: endpoint:shop-api");

        assertThat(deploy("shop", "1.0", "Idempotency-Key", "b1").status()).isEqualTo(200);
        assertThat(deploys.record(hook, Actor.HALO).created()).isFalse();
        DeployReport less = new DeployReport("shop", "1.0", null, null, java.util.Set.of(), "fffffff", null,
                DeploySource.INFO, null);
        assertThat(deploys.record(less, Actor.HALO).deploy().commit()).isEqualTo("0abc1234def");
    }

    @Test
    void recordWhenEachInstanceOfAServiceShowsTheVersionIsOneDeploy(@Autowired Deploys deploys) {
        assertThat(deploys.record(report(DeploySource.INFO, "1.0", null), Actor.HALO).created()).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(deploys.record(report(DeploySource.INFO, "1.0", null), Actor.HALO).created()).isFalse();
        // whoever tells twice by a call of their own has deployed twice
        assertThat(deploys.record(report(DeploySource.API, "2.0", null), Actor.HALO).created()).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(deploys.record(report(DeploySource.API, "2.0", null), Actor.HALO).created()).isTrue();
    }

    @Test
    void recordWhenWhatWasKnownIsToldAgainAfterANewerDeployIsStillKnown(@Autowired Deploys deploys) {
        Deploys.Recorded first = deploys.record(report(DeploySource.API, "1.0", null), Actor.HALO);
        DeployReport hook = new DeployReport("shop", "1.0", null, clock.instant(), java.util.Set.of(), null, null,
                DeploySource.GITHUB, "github:" + first.deploy().id());
        assertThat(deploys.record(hook, Actor.HALO).created()).isFalse();
        clock.advance(Duration.ofMinutes(20));
        assertThat(deploys.record(report(DeploySource.API, "2.0", null), Actor.HALO).created()).isTrue();
        Deploys.Recorded again = deploys.record(hook, Actor.HALO);
        assertThat(again.created()).isFalse();
        assertThat(again.deploy().id()).isEqualTo(first.deploy().id());
    }

    @Test
    void recordWhenTwoWaysTellAtTheSameMomentIsOneDeploy(@Autowired Deploys deploys) throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Callable<Deploys.Recorded>> ways = List.of(
                    () -> deploys.record(report(DeploySource.API, "1.0", null), Actor.HALO),
                    () -> deploys.record(report(DeploySource.GITHUB, "1.0", null), Actor.HALO),
                    () -> deploys.record(report(DeploySource.INFO, "1.0", null), Actor.HALO));
            int created = 0;
            for (var recorded : threads.invokeAll(ways)) {
                created += recorded.get().created() ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        }
    }

    private static DeployReport report(DeploySource source, String version,
            @org.jspecify.annotations.Nullable String commit) {
        return new DeployReport("shop", version, null, null, java.util.Set.of(), commit, null, source, null);
    }

    @Test
    void weakPointWhenItOpensWithinHalfAnHourNamesTheDeploy() {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, FleetServer.BROKEN);
            api.put("/api/halo/endpoints/cart-page", endpoint(fleet.url(0),
                    "\"service\":\"cart\",\"environment\":\"production\""));
            String own = id(api.post(DEPLOYS, "{\"service\":\"cart\",\"version\":\"9\",\"at\":\"%s\"}"
                    .formatted(clock.instant().minus(Duration.ofMinutes(20)))));
            String other = id(deploy("mail", "3"));
            awaitCycle(awaitFollowUp(own, 0));
            api.post("/api/halo/run", null);

            JsonNode followed = api.get(DEPLOYS + "/" + own).body();
            assertThat(followed.at("/weakPoints/0/subject/id").stringValue()).isEqualTo("cart-page");
            JsonNode named = followed.at("/weakPoints/0/afterDeploy");
            assertThat(named.at("/id").stringValue()).isEqualTo(own);
            assertThat(named.at("/service").stringValue()).isEqualTo("cart");
            assertThat(named.at("/relation").stringValue()).isEqualTo("own");
            assertThat(api.get(DEPLOYS + "/" + other).body().at("/weakPoints")
                    .findValuesAsString("id")).doesNotContain(followed.at("/weakPoints/0/id").stringValue());
            JsonNode point = api.get("/api/halo/weakpoints/" + followed.at("/weakPoints/0/id").stringValue()).body();
            assertThat(point.at("/history/0/detail").stringValue()).contains("after the deploy of cart 9");
            assertThat(api.get("/api/halo/weakpoints?subject=endpoint:cart-page").body()
                    .at("/weakPoints/0/afterDeploy/version").stringValue()).isEqualTo("9");
        } finally {
            api.delete("/api/halo/endpoints/cart-page");
            api.post("/api/halo/run", null);
        }
    }

    private Answer deployAt(String service, java.time.Instant at) {
        return api.post(DEPLOYS, "{\"service\":\"%s\",\"version\":\"1\",\"at\":\"%s\"}".formatted(service, at));
    }

    private void awaitNamed(String deploy) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20))
                .until(() -> api.get("/api/halo/weakpoints?subject=endpoint:late-page").body()
                        .at("/weakPoints/0/afterDeploy/id").asString("").equals(deploy));
    }

    @Test
    void weakPointWhenADeployIsToldLateNamesTheClosestAndLatest() throws Exception {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, FleetServer.BROKEN);
            api.put("/api/halo/endpoints/late-page", endpoint(fleet.url(0), "\"service\":\"cart\""));
            java.time.Instant began = clock.instant();
            api.post("/api/halo/run", null);
            JsonNode point = api.get("/api/halo/weakpoints?subject=endpoint:late-page").body().at("/weakPoints/0");
            assertThat(point.at("/afterDeploy").isMissingNode()).isTrue();
            clock.advance(Duration.ofMinutes(1));

            String older = id(deployAt("mail", began.minus(Duration.ofMinutes(10))));
            awaitNamed(older);
            String newer = id(deployAt("chat", began.minus(Duration.ofMinutes(5))));
            awaitNamed(newer);
            String own = id(deployAt("cart", began.minus(Duration.ofMinutes(20))));
            awaitNamed(own);
            for (Callable<Answer> weaker : List.<Callable<Answer>>of(() -> deployAt("blog", began.minusSeconds(1)),
                    () -> deployAt("cart", clock.instant().minusSeconds(1)),
                    () -> deployAt("cart", began.minus(Duration.ofMinutes(31))))) {
                clock.advance(Duration.ofSeconds(16));
                awaitFollowUp(id(weaker.call()), 0);
            }
            awaitNamed(own);
            assertThat(api.get("/api/halo/weakpoints/" + point.at("/id").stringValue()).body().at("/history")
                    .findValuesAsString("detail")).contains("after the deploy of cart 1, which was reported late");
        } finally {
            api.delete("/api/halo/endpoints/late-page");
            api.post("/api/halo/run", null);
        }
    }

    /// What comes while a cycle looks was not there when it began.
    @Test
    void weakPointWhenADeployComesWhileTheCycleLooksDoesNotNameIt() {
        try (FleetServer fleet = FleetServer.start(1)) {
            String before = id(deploy("early", "1"));
            awaitCycle(awaitFollowUp(before, 0));
            idle();
            fleet.set(0, (exchange, server) -> {
                deploy("late", "1", "Idempotency-Key", "mid-look");
                FleetServer.BROKEN.serve(exchange, server);
            });
            api.put("/api/halo/endpoints/probed", endpoint(fleet.url(0), ""));
            api.post("/api/halo/run", null);

            JsonNode point = api.get("/api/halo/weakpoints?subject=endpoint:probed").body().at("/weakPoints/0");
            assertThat(api.get(DEPLOYS).body().at("/deploys")).hasSize(2);
            assertThat(point.at("/afterDeploy/id").stringValue()).isEqualTo(before);
        } finally {
            api.delete("/api/halo/endpoints/probed");
            api.post("/api/halo/run", null);
        }
    }

    @Test
    void pruneWhenDeployIsOldRemovesItAndItsLooks() {
        Answer answer = deploy("shop", "1");
        awaitFollowUp(id(answer), 0);
        clock.advance(Duration.ofDays(89));
        jobs.prune();
        assertThat(api.get(DEPLOYS).body().at("/deploys")).hasSize(1);
        clock.advance(Duration.ofDays(2));
        jobs.prune();
        assertThat(api.get(DEPLOYS).body().at("/deploys")).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from deploy_look", Integer.class)).isZero();
    }

    @Test
    void triggersWhenListedHaveDeploy() {
        JsonNode trigger = trigger();
        assertThat(trigger.at("/enabled").booleanValue()).isTrue();
        assertThat(trigger.at("/cooldownMs").intValue()).isEqualTo(15_000);
        assertThat(trigger.at("/detail").stringValue()).contains("60 s, 300 s, 900 s");
        assertThat(trigger.at("/value").doubleValue()).isZero();
    }
}
