package ink.dreamnet.halo.endpoint;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// Addresses that the API names, where HALO asks for tokens and is allowed to connect to its own machine.
@OnH2
class NetworkApiTest extends SecuredHalo {

    private static final String SECRET = "whatever-it-answered";

    @Autowired
    Api api;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "endpoints | {'url': 'http://10.0.0.5:8080/health'} | 10.0.0.5 is private",
            "endpoints | {'url': 'tcp://2852039166:80'} | 169.254.169.254 is that of a cloud",
            "endpoints | {'url': 'dns://192.168.1.1/name.example?type=A'} | 192.168.1.1 is private",
            "repositories | {'url': 'https://[fd12::1]/it.git'} | fd12:0:0:0:0:0:0:1 is private",
            "grafts | {'type': 'endpoint', 'status': 'installed', 'url': 'http://172.16.0.1/'} | 172.16.0.1 is private"})
    void putWhenTheAddressIsNotAllowedIsRefused(String kind, String definition, String why) {
        String path = "/api/halo/%s/outside".formatted(kind);
        Api.Answer answer = api.put(path, definition.replace('\'', '"'), "Authorization", "Bearer " + ADMIN);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo("url");
        assertThat(answer.body().at("/errors/0/message").asString())
                .startsWith("the address " + why).endsWith("and halo.network.allow does not name it");
        assertThat(api.get(path, "Authorization", "Bearer " + ADMIN).status()).isEqualTo(404);
    }

    @Test
    void runWhenTheBodyHasASecretKeepsItOutOfWhatIsTold() {
        try (FleetServer server = FleetServer.start(1)) {
            server.set(0, FleetServer.answer(200, "{\"role\":\"%s\"}".formatted(SECRET)));
            assertThat(api.put("/api/halo/endpoints/role", """
                    {"url":"%s","attempts":1,"conditions":["[BODY] contains x","[BODY].role == x"]}"""
                    .formatted(server.url(0)), "Authorization", "Bearer " + ADMIN).status()).isEqualTo(201);
            Api.Answer run = api.post("/api/halo/run", "{\"mode\":\"light\",\"subjects\":[\"endpoint:role\"]}",
                    "Authorization", "Bearer " + ADMIN);
            assertThat(run.body().toString()).contains("[BODY].role == x but was a text of 20 characters")
                    .doesNotContain(SECRET);
            for (String read : new String[]{"weakpoints", "tasks", "history", "events", "endpoints/role",
                    "subjects/endpoint/role"}) {
                assertThat(api.get("/api/halo/" + read, "Authorization", "Bearer " + ADMIN).body().toString()).as(read)
                        .doesNotContain(SECRET);
            }
        }
    }
}
