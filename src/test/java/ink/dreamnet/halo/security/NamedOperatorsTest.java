package ink.dreamnet.halo.security;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Several people, each with a token of their own: what one of them did is told from what another did.
@OnH2
class NamedOperatorsTest extends SecuredHalo {

    @Autowired
    Api api;

    private Answer post(String token, String path, String body) {
        return api.send(HttpRequest.newBuilder().method("POST", BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + token), path);
    }

    private JsonNode lastAudit() {
        return api.send(HttpRequest.newBuilder().GET().header("Authorization", "Bearer " + ADMIN),
                "/api/halo/audit?limit=1").body().get("audit").get(0);
    }

    @Test
    void auditWhenOperatorsHaveTokensOfTheirOwnTellsThemAndTheirTokensApart() {
        assertThat(post(FIRST, "/api/halo/pause", "{\"reason\": \"one\"}").status()).isEqualTo(200);
        JsonNode first = lastAudit();
        assertThat(post(SECOND, "/api/halo/resume", "{\"reason\": \"two\"}").status()).isEqualTo(200);
        JsonNode second = lastAudit();
        assertThat(first.get("actor").asString()).isEqualTo("first-shift");
        assertThat(second.get("actor").asString()).isEqualTo("second-shift");
        assertThat(first.get("token").asString()).matches("[0-9a-f]{8}").isNotEqualTo(second.get("token").asString());
        assertThat(post("first-shift-s3cret-0000", "/api/halo/pause", "{\"reason\": \"x\"}").status()).isEqualTo(401);
    }

    private static ConfiguredTokens tokens(ApiSecurityProperties.Operator... operators) {
        return ConfiguredTokens.of(ADMIN, List.of(operators), new SecretReferences(name -> null));
    }

    @Test
    void startWhenOperatorsAreWrongNamesEachPropertyAndTellsNoToken() {
        assertThatThrownBy(() -> tokens(new ApiSecurityProperties.Operator("two words", FIRST),
                new ApiSecurityProperties.Operator("Halo", "short"), new ApiSecurityProperties.Operator("same", ADMIN),
                new ApiSecurityProperties.Operator(null, null)))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("operators[0].name: 'two words'")
                .hasMessageContaining("operators[1].name: 'Halo' is taken").hasMessageContaining("operators[1].token")
                .hasMessageContaining("operators[2].token: is the token of somebody else too")
                .hasMessageContaining("operators[3].name").hasMessageNotContaining("short")
                .hasMessageNotContaining(ADMIN);
    }

    @Test
    void tokenWhenItIsInAFileIsReadFromThere(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), FIRST + "\n");
        ConfiguredTokens tokens = tokens(new ApiSecurityProperties.Operator("ann", "file:" + file));
        assertThat(tokens.owner(Sha256.of(FIRST)))
                .hasValueSatisfying(owner -> assertThat(owner.actor().name()).isEqualTo("ann"));
        assertThat(tokens.owner(Sha256.of(ADMIN)))
                .hasValueSatisfying(owner -> assertThat(owner.actor().name()).isEqualTo("admin"));
        assertThat(tokens.owner(Sha256.of(""))).isEmpty();
    }

    @Test
    void startWhenOperatorsAreDeclaredWithoutTheAdminTokenIsRefused() {
        assertThatThrownBy(
                () -> new ApiSecurityProperties(null, false, List.of(new ApiSecurityProperties.Operator("ann", FIRST)),
                        Duration.ofHours(12)))
                .hasMessageContaining("HALO_ADMIN_TOKEN");
    }
}
