package ink.dreamnet.halo.security;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
@TestPropertySource(properties = {"halo.security.admin-token=correct-horse-battery-staple",
        "halo.security.open-reads=true"})
class OpenReadsTest {

    @Autowired
    Api api;

    @Test
    void requestWhenReadsAreOpenNeedsTheTokenOnlyToWrite() {
        assertThat(api.get("/api/halo/who").status()).isEqualTo(200);
        assertThat(api.get("/actuator/prometheus").status()).isEqualTo(200);
        // DreamScope and Alive Mode send no token
        assertThat(api.get("/api/dna/agent").status()).isEqualTo(200);
        assertThat(api.get("/actuator/health").body().has("components")).isFalse();
        // the console, too, with what stands on top of its pages; the login is for people whom nobody knows
        for (String page : new String[]{"/bar", "/tasks"}) {
            assertThat(api.get(page).response().body()).as(page).contains("id=\"bar\"");
        }
        assertThat(api.get("/%6Cogin").response().body()).contains("Log in").doesNotContain("id=\"bar\"");
        assertThat(api.get("/api/halo/%74okens").status()).isEqualTo(401);
        TokenApiSecurityTest.assertUnauthorized(api.post("/api/halo/who", "{}"));
        TokenApiSecurityTest.assertUnauthorized(api.put("/api/halo/who", "{}"));
        TokenApiSecurityTest.assertUnauthorized(api.delete("/api/halo/who"));
    }
}
