package ink.dreamnet.halo.deploy;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/// Without a secret, and without a token of the operator.
@HaloTest
@OnH2
class HookWithoutSecretTest {

    @Autowired
    Api api;

    @ParameterizedTest
    @CsvSource({"github", "gitlab"})
    void postWhenNoSecretIsConfiguredIsForbidden(String vendor) {
        Answer answer = api.post("/api/halo/events/" + vendor, "{}", "X-GitHub-Event", "ping", "X-Gitlab-Token", "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().at("/error").stringValue()).contains("halo.wormhole." + vendor + ".secrets");
    }
}
