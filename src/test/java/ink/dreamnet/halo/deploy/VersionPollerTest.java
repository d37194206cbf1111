package ink.dreamnet.halo.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@HaloTest
abstract class VersionPollerTest {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    HttpCalls http;
    @Autowired
    VersionHistoryStore store;
    @Autowired
    Deploys deploys;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JsonMapper json;

    @OnH2
    static class OnH2Test extends VersionPollerTest {
    }

    @OnPostgres
    static class OnPostgresTest extends VersionPollerTest {
    }

    @BeforeEach
    void forget() {
        jdbc.update("delete from deploy");
        jdbc.update("delete from deploy_sighting");
        clock.advance(Duration.ofHours(1));
    }

    private static DeployProperties watching(String url, Duration interval) {
        return new DeployProperties(true, Duration.ZERO, List.of(), Duration.ofMinutes(30), Duration.ofDays(90),
                List.of(new InfoTarget("shop", URI.create(url), "production", interval, Duration.ofSeconds(2),
                        Map.of("X-Key", "env:java.vendor"), DataSize.ofKilobytes(4))));
    }

    private void look(String url) {
        clock.advance(Duration.ofSeconds(30));
        VersionPoller watch = new VersionPoller(watching(url, Duration.ofSeconds(30)), http, store, deploys,
                transaction, json,
                new SimpleMeterRegistry(), clock);
        watch.round();
        watch.settle();
    }

    private static FleetServer.Behaviour info(String version, String commit) {
        return FleetServer.answer(200,
                "{\"git\":{\"branch\":\"main\",\"commit\":{\"id\":\"%s\",\"time\":\"x\"}},\"build\":{\"version\":\"%s\"}}"
                        .formatted(commit, version));
    }

    private JsonNode recorded() {
        return api.get("/api/halo/deploys").body().at("/deploys");
    }

    @Test
    void roundWhenTheVersionChangesRecordsADeploy() {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, info("1.0", "aaaaaaa"));
            look(fleet.url(0));
            look(fleet.url(0));
            assertThat(recorded()).isEmpty();

            fleet.set(0, info("1.1", "bbbbbbb"));
            look(fleet.url(0));
            look(fleet.url(0));

            assertThat(recorded()).hasSize(1);
            assertThat(recorded().at("/0/service").stringValue()).isEqualTo("shop");
            assertThat(recorded().at("/0/version").stringValue()).isEqualTo("1.1");
            assertThat(recorded().at("/0/commit").stringValue()).isEqualTo("bbbbbbb");
            assertThat(recorded().at("/0/environment").stringValue()).isEqualTo("production");
            assertThat(recorded().at("/0/source").stringValue()).isEqualTo("info");
            assertThat(reading()).startsWith("1.1 (bbbbbbb) since");
        }
    }

    private String reading() {
        return api.get("/api/halo/triggers/deploy").body().at("/trigger/readings/1/detail").stringValue();
    }

    @Test
    void roundWhenTheServiceIsDownIsUnknownAndItsReturnIsNoDeploy() {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, info("1.0", "aaaaaaa"));
            look(fleet.url(0));
            for (FleetServer.Behaviour broken : List.of(FleetServer.BROKEN, FleetServer.DROP, FleetServer.HANG,
                    FleetServer.ENDLESS, FleetServer.UP, FleetServer.answer(200, "<html>"),
                    FleetServer.answer(200, "{\"build\":{\"version\":7}}"))) {
                fleet.set(0, broken);
                look(fleet.url(0));
                assertThat(reading()).startsWith("unknown since");
            }
            fleet.set(0, info("1.0", "aaaaaaa"));
            look(fleet.url(0));

            assertThat(recorded()).isEmpty();
            assertThat(reading()).startsWith("1.0 (aaaaaaa) since");
        }
    }

    @Test
    void roundWhenTwoVersionsAnswerByTurnsRecordsOneDeploy() {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, info("1.0", "aaaaaaa"));
            look(fleet.url(0));
            for (int i = 0; i < 10; i++) {
                fleet.set(0, i % 2 == 0 ? info("1.1", "bbbbbbb") : info("1.0", "aaaaaaa"));
                look(fleet.url(0));
            }
            assertThat(recorded()).hasSize(1);
        }
    }

    @Test
    void roundWhenItIsNotTimeDoesNotAsk() {
        try (FleetServer fleet = FleetServer.start(1)) {
            fleet.set(0, info("1.0", "aaaaaaa"));
            VersionPoller watch = new VersionPoller(watching(fleet.url(0), Duration.ofHours(1)), http, store, deploys,
                    transaction, json, new SimpleMeterRegistry(), clock);
            watch.round();
            watch.settle();
            watch.round();
            watch.settle();
            assertThat(fleet.hits()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(50)
    void roundWhenAServiceHangsDoesNotKeepOthersWaiting() throws InterruptedException {
        try (FleetServer fleet = FleetServer.start(2)) {
            fleet.set(0, FleetServer.HANG);
            fleet.set(1, info("1.0", "aaaaaaa"));
            VersionPoller watch = new VersionPoller(new DeployProperties(true, Duration.ZERO, List.of(),
                    Duration.ofMinutes(30), Duration.ofDays(90),
                    List.of(target("hanging", fleet.url(0)), target("shop", fleet.url(1)))), http, store, deploys,
                    transaction, json, new SimpleMeterRegistry(), clock);
            watch.round();
            Awaitility.await().until(() -> store.all().stream().anyMatch(seen -> seen.goodAt() != null));
            assertThat(api.get("/api/halo/triggers/deploy").body().at("/trigger/readings").findValuesAsString("detail"))
                    .contains("unknown: it is being asked for the first time");
            fleet.set(1, info("1.1", "bbbbbbb"));
            clock.advance(Duration.ofMinutes(1));
            Awaitility.await().until(() -> {
                watch.round();
                return recorded().size() == 1;
            });
            assertThat(fleet.hits(0)).isEqualTo(1);
            watch.close();
        }
    }

    private static InfoTarget target(String service, String url) {
        return new InfoTarget(service, URI.create(url), null, Duration.ofMinutes(1), Duration.ofMinutes(1), Map.of(),
                DataSize.ofKilobytes(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://shop.example/info", "http://user:secret@shop.example/info", "/info"})
    void startWhenUrlIsWrongIsRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> watching(url, Duration.ofSeconds(30)))
                .withMessageContaining("halo.triggers.deploy.info[0].url").withMessageNotContaining("secret");
    }
}
