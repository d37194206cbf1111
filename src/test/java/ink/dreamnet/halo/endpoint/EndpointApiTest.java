package ink.dreamnet.halo.endpoint;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.Registered;
import ink.dreamnet.halo.registry.Registry;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.DeclaredFleet;
import ink.dreamnet.halo.support.Networks;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@OnH2
class EndpointApiTest extends DeclaredFleet {

    private static final String PATH = "/api/halo/endpoints";
    private static final String CHECKOUT = """
            {"url":"https://127.0.0.1:9/checkout?token=t0p-s3cret","method":"POST","body":"{}",
             "headers":{"Authorization":"Bearer s3cret","X-Team":"shop"},"conditions":["[STATUS] == 200"],
             "connectTimeoutMs":1000,"timeoutMs":4000,"attempts":2,"intervalMs":60000,"slowAfterMs":500,
             "dependsOn":["endpoint:db"],"labels":{"team":"shop"},"followRedirects":false,"insecure":true}""";

    @Autowired
    Api api;
    @Autowired
    Definitions<EndpointSpec, Endpoint> registry;
    @Autowired
    AutowireCapableBeanFactory beans;
    @Autowired
    HeaderReferences references;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    AuditTrail audit;
    @Autowired
    Clock clock;
    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void startWithTheDeclaredOneOnly() {
        transaction.executeWithoutResult(tx -> {
            jdbc.sql("update definition_revision set revision = revision + 1 where kind = 'endpoint'").update();
            jdbc.sql("delete from definition where kind = 'endpoint'").update();
        });
    }

    private List<String> actions(String id) {
        return audit.of("endpoint", id).stream().map(AuditEntry::action).toList();
    }

    @Test
    void putWhenNewCreatesAndShowsItWithoutItsSecrets() {
        Answer put = api.put(PATH + "/checkout", CHECKOUT);
        assertThat(put.status()).isEqualTo(201);
        assertThat(put.response().headers().firstValue("Location")).hasValue(PATH + "/checkout");
        Answer got = api.get(PATH + "/checkout");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(put.body());
        JsonNode endpoint = got.body().get("endpoint");
        assertThat(got.body().get("ok").asBoolean()).isTrue();
        assertThat(endpoint.get("managedBy").asString()).isEqualTo("api");
        assertThat(endpoint.get("url").asString()).isEqualTo("https://127.0.0.1:9/checkout?token=********");
        assertThat(endpoint.get("headers").get("Authorization").asString()).isEqualTo("********");
        assertThat(endpoint.get("headers").get("X-Team").asString()).isEqualTo("********");
        assertThat(endpoint.get("intervalMs").asInt()).isEqualTo(60_000);
        assertThat(endpoint.get("followRedirects").asBoolean()).isFalse();
        assertThat(endpoint.get("dependsOn").get(0).asString()).isEqualTo("endpoint:db");
        assertThat(endpoint.get("updatedAt").asString()).endsWith("Z");
        assertThat(got.response().body()).doesNotContain("s3cret", "t0p-s3cret");
        assertThat(registry.get("checkout").target().headers()).containsEntry("Authorization", "Bearer s3cret");
        assertThat(actions("checkout")).contains("endpoint.put");
    }

    @Test
    void putWhenTheSameAgainChangesNothing() {
        Answer first = api.put(PATH + "/same", CHECKOUT);
        int changes = actions("same").size();
        Answer second = api.put(PATH + "/same", CHECKOUT);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(actions("same")).hasSize(changes);
    }

    @Test
    void putWhenItExistsReplacesIt() {
        api.put(PATH + "/checkout", CHECKOUT);
        Answer replaced = api.put(PATH + "/checkout", "{\"url\":\"http://127.0.0.1:9/new\"}");
        assertThat(replaced.status()).isEqualTo(200);
        JsonNode endpoint = api.get(PATH + "/checkout").body().get("endpoint");
        assertThat(endpoint.get("url").asString()).isEqualTo("http://127.0.0.1:9/new");
        assertThat(endpoint.has("intervalMs")).isFalse();
        assertThat(endpoint.get("timeoutMs").asInt()).isEqualTo(5000);
    }

    @Test
    void putWhenAnAnswerIsSentBackIsAcceptedUnlessItHasTheMask() {
        api.put(PATH + "/plain", "{\"url\":\"http://127.0.0.1:9/a\",\"labels\":{\"team\":\"shop\"}}");
        String shown = api.get(PATH + "/plain").body().get("endpoint").toString();
        assertThat(api.put(PATH + "/plain", shown).status()).isEqualTo(200);

        api.put(PATH + "/checkout", CHECKOUT);
        String masked = api.get(PATH + "/checkout").body().get("endpoint").toString();
        Answer refused = api.put(PATH + "/checkout", masked);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("errors").toString()).contains("headers.Authorization", "url", "mask");
    }

    @Test
    void putWhenManyFieldsAreWrongNamesAllAndChangesNothing() {
        Answer refused = api.put(PATH + "/bad", """
                {"url":"gopher://a","attempts":0,"timeoutMs":-1,"conditions":["[STATUS] = 200"],"dependsOn":["x"],
                 "headers":{"X-A":"a\\nb"}}""");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("ok").asBoolean()).isFalse();
        assertThat(refused.body().get("errors").valueStream().map(error -> error.get("field").asString()))
                .containsExactlyInAnyOrder("url", "attempts", "timeoutMs", "conditions[0]", "dependsOn[0]",
                        "headers[X-A]");
        assertThat(api.get(PATH + "/bad").status()).isEqualTo(404);
    }

    @Test
    void putWhenMemberIsUnknownOrOfAnotherTypeNamesIt() {
        assertThat(api.put(PATH + "/bad", "{\"url\":\"http://a\",\"timeout\":5}").body().toString())
                .contains("\"field\":\"timeout\"");
        Answer wrongType = api.put(PATH + "/bad", "{\"url\":\"http://a\",\"timeoutMs\":\"soon\"}");
        assertThat(wrongType.status()).isEqualTo(400);
        assertThat(wrongType.body().toString()).contains("\"field\":\"timeoutMs\"");
    }

    @Test
    void putWhenIdIsTheObserversIsRefused() {
        assertThat(api.put(PATH + "/" + Endpoint.OBSERVER_ID, "{\"url\":\"http://a\"}").status()).isEqualTo(400);
    }

    @Test
    void writeWhenConfigurationDeclaresItConflicts() {
        assertThat(api.put(PATH + "/declared", "{\"url\":\"http://a\"}").status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/declared").status()).isEqualTo(409);
        Answer got = api.get(PATH + "/declared");
        assertThat(got.body().get("endpoint").get("managedBy").asString()).isEqualTo("config");
        assertThat(got.response().body()).doesNotContain("s3cret");
    }

    @Test
    void deleteWhenItExistsRemovesItOnce() {
        api.put(PATH + "/gone", CHECKOUT);
        assertThat(api.delete(PATH + "/gone").status()).isEqualTo(200);
        assertThat(api.get(PATH + "/gone").status()).isEqualTo(404);
        assertThat(api.delete(PATH + "/gone").status()).isEqualTo(404);
        assertThat(actions("gone")).last().isEqualTo("endpoint.deleted");
    }

    @Test
    void listWhenPagedShowsEachOnceInOrder() {
        for (int n = 0; n < 5; n++) {
            api.put(PATH + "/e" + n, "{\"url\":\"http://127.0.0.1:9/\"}");
        }
        JsonNode first = api.get(PATH + "?limit=4").body();
        assertThat(first.get("endpoints").valueStream().map(e -> e.get("id").asString())).containsExactly("declared",
                "e0", "e1", "e2");
        assertThat(first.get("next").asString()).isEqualTo("e2");
        JsonNode second = api.get(PATH + "?limit=4&before=e2").body();
        assertThat(second.get("endpoints").valueStream().map(e -> e.get("id").asString())).containsExactly("e3", "e4");
        assertThat(second.has("next")).isFalse();
        assertThat(api.get(PATH + "?limit=0").status()).isEqualTo(400);
    }

    @Test
    void putWhenAHeaderRefersToASecretKeepsToWhatConfigurationAllowsAndShowsTheReference() {
        String body = "{\"url\":\"http://127.0.0.1:9/\",\"headers\":{\"Authorization\":\"%s\"}}";
        assertThat(api.put(PATH + "/a", body.formatted("env:PROBE_TOKEN")).status()).isEqualTo(201);
        JsonNode shown = api.get(PATH + "/a").body();
        assertThat(shown.at("/endpoint/headers/Authorization").asString()).isEqualTo("env:PROBE_TOKEN");
        assertThat(shown.toString()).doesNotContain("t0p-s3cret");
        for (String refused : List.of("env:PATH", "env:spring.datasource.password", "env:PROBE_NONE",
                "file:/etc/hostname", "file:relative", "file:\\u0000")) {
            Answer answer = api.put(PATH + "/b", body.formatted(refused));
            assertThat(answer.status()).as(refused).isEqualTo(400);
            assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo("headers[Authorization]");
        }
        assertThat(api.get(PATH + "/b").status()).isEqualTo(404);
    }

    @Test
    void currentWhenAnotherReplicaChangedSeesIt() {
        Definitions<EndpointSpec, Endpoint> replica = beans.createBean(Registry.class).open(
                EndpointConfiguration.format(references, Networks.LOCAL), new MockEnvironment(), _ -> Map.of());
        api.put(PATH + "/a", CHECKOUT);
        api.put(PATH + "/b", CHECKOUT);
        assertThat(replica.current().definitions()).containsOnlyKeys("a", "b");
        Endpoint unchanged = replica.current().definitions().get("a");
        assertThat(replica.current()).isSameAs(replica.known());
        api.put(PATH + "/b", "{\"url\":\"http://127.0.0.1:9/new\"}");
        Registered<Endpoint> fleet = replica.current();
        assertThat(fleet.definitions().get("a")).as("not parsed again").isSameAs(unchanged);
        assertThat(replica.get("b").target().url()).hasToString("http://127.0.0.1:9/new");
        api.delete(PATH + "/a");
        assertThat(replica.current().definitions()).containsOnlyKeys("b");
    }

    @Test
    void currentWhenConfigurationAndDatabaseHaveTheSameIdTakesTheConfiguration() {
        store("declared", "{\"url\":\"http://127.0.0.1:9/stored\"}");
        Answer got = api.get(PATH + "/declared");
        assertThat(got.body().get("endpoint").get("url").asString()).isEqualTo("http://127.0.0.1:9/declared");
        assertThat(got.body().get("endpoint").get("managedBy").asString()).isEqualTo("config");
    }

    @Test
    void currentWhenStoredDefinitionCannotBeReadKeepsTheOthersAndSaysSo() {
        api.put(PATH + "/good", CHECKOUT);
        store("bad", "{\"url\":\"gopher://old\"}");
        assertThat(registry.current().definitions()).containsOnlyKeys("declared", "good");
        assertThat(registry.current().unreadable()).containsOnlyKeys("bad");
        assertThat(api.get(PATH + "/bad").status()).isEqualTo(409);
        assertThat(api.put(PATH + "/bad", CHECKOUT).status()).isEqualTo(200);
        assertThat(api.get(PATH + "/bad").status()).isEqualTo(200);
    }

    @Test
    void putWhenTransactionRollsBackLeavesNothing() {
        transaction.executeWithoutResult(tx -> {
            registry.put("rolled", EndpointSpec.ofUrl("http://127.0.0.1:9/"), Actor.HALO);
            tx.setRollbackOnly();
        });
        assertThat(api.get(PATH + "/rolled").status()).isEqualTo(404);
        assertThat(actions("rolled")).isEmpty();
    }

    private void store(String id, String definition) {
        transaction.executeWithoutResult(tx -> {
            jdbc.sql("update definition_revision set revision = revision + 1 where kind = 'endpoint'").update();
            jdbc.sql("""
                    insert into definition (kind, id, definition, revision, updated_at)
                    select 'endpoint', ?, ?, revision, ? from definition_revision where kind = 'endpoint'""")
                    .params(id, definition, clock.instant().atOffset(ZoneOffset.UTC)).update();
        });
    }
}
