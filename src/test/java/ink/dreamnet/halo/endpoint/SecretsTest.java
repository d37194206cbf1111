package ink.dreamnet.halo.endpoint;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "proxy-authorization", "Cookie", "X-Api-Key", "apikey", "X-Auth-Token",
            "X-Session-Id", "X-Amz-Signature", "My-Secret", "X-Password"})
    void isSecretHeaderWhenNameSoundsSecretSaysSo(String name) {
        assertThat(Secrets.isSecretHeader(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Host", "User-Agent", "X-Request-Id", "Content-Type"})
    void isSecretHeaderWhenNameIsPlainDeniesIt(String name) {
        assertThat(Secrets.isSecretHeader(name)).isFalse();
    }

    @Test
    void maskWhenHeadersAreMixedHidesOnlyTheSecretOnes() {
        assertThat(Secrets.mask(Map.of("Authorization", "Bearer x", "Accept", "text/plain")))
                .containsOnly(Map.entry("Authorization", Secrets.MASK), Map.entry("Accept", "text/plain"));
    }

    @ParameterizedTest
    @CsvSource({"https://a/b, https://a/b", "https://ann:pw@a/b?x=1, https://a/b?x=1",
            "https://a/?token=t&x=1&sig=s#f, https://a/?token=********&x=1&sig=********#f",
            "https://a/?api_key=k, https://a/?api_key=********", "https://a/@b?x, https://a/@b?x"})
    void maskUrlWhenThereAreSecretsHidesOnlyThem(String url, String masked) {
        assertThat(Secrets.maskUrl(url)).isEqualTo(masked);
    }
}
