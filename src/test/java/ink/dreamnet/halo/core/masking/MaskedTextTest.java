package ink.dreamnet.halo.core.masking;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;

import ink.dreamnet.halo.core.secret.Planted;
import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedTextTest {

    /// Far more than it takes, and far less than where each separator had the whole text read again.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            password=hunter2 refused                   | password=******** refused
            DB_PASSWORD: hunter2                       | DB_PASSWORD: ********
            {"api_key":"abc","port":1}                 | {"api_key":"********","port":1}
            {"password": "two words", "port": 1}       | {"password": "********", "port": 1}
            {\\"password\\": \\"hunter\\", \\"a\\": 1} | {\\"password\\": \\"********\\", \\"a\\": 1}
            Authorization: Bearer abcDEF123            | Authorization: Bearer ********
            bearer abcDEF123, then                     | bearer ********, then
            DPoP eyJhbGciOi.x.y                        | DPoP ********
            Basic YW5uOnB3ZA==                         | Basic ********
            http://ann:hunter2@host/x                  | http://********@host/x
            http://ann@host/x@y                        | http://********@host/x@y
            access_token=abc&user=ann                  | access_token=********&user=ann
            see https://a/?token=t&x=1&sig=s#f now     | see https://a/?token=********&x=1&sig=********#f now
            https://a/?sid=4711                        | https://a/?sid=********
            https://a/?v=q7Zr0PbX2mK9tLw4VnD8sJ1y      | https://a/?v=********
            https://a/#access_token=abc&x=1            | https://a/#access_token=********&x=1
            https://a/hook/q7Zr0PbX2mK9tLw4VnD8sJ1y/go | https://a/hook/********/go
            adminPassword='x y'                        | adminPassword='********'
            """)
    void inWhenASecretIsInsideMasksIt(String text, String expected) {
        assertThat(MaskedText.in(text)).isEqualTo(expected);
        assertThat(MaskedText.in(expected)).as("masked once more").isEqualTo(expected);
        assertThat(MaskedText.hasMask(expected)).isTrue();
    }

    @Test
    void inWhenANamedKeyIsCutOffMasksAllOfIt() {
        String key = Planted.armour("PRIVATE KEY", Planted.privateKeyBody());
        for (String text : new String[]{key, key.substring(0, 400), key.replace("\n", "\\n")}) {
            assertThat(MaskedText.in("it said private_key=" + text)).startsWith("it said private_key=********")
                    .doesNotContain(key.substring(40, 60));
            assertThat(MaskedText.of("the secret: '" + text)).doesNotContain(key.substring(40, 60));
        }
        assertThat(MaskedText.in("private_key=" + key.strip() + ", user=ann")).isEqualTo(
                "private_key=********, user=ann");
    }

    @Test
    void inWhenAFormatIsKnownMasksItWithoutAName() {
        String random = Planted.base62(43);
        for (String secret : new String[]{"ghp_" + random.substring(0, 36), "halo_" + random, "whsec_" + random,
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + random, "sk_live_" + random, "glrt-" + random,
                "re_" + random.substring(0, 8) + "_" + random.substring(8, 32),
                "https://discord.com/api/webhooks/123456789012345678/" + random + random}) {
            String masked = MaskedText.in("it said " + secret + " twice");
            assertThat(masked).startsWith("it said ").endsWith(" twice").doesNotContain(random.substring(0, 20));
            assertThat(MaskedText.hasMask(masked)).as(masked).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue is full", "The token has expired", "token: expired", "password: is missing",
            "trustStore.password: must be given together with a path", "secret: Invalid.", "tokens=4096 of 8192",
            "Basic authentication is not offered", "a bearer of news", "Basic Authentication",
            "0198f7a2-6c1e-7b3a-9f00-1234567890ab",
            "contentHash=3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
            "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "2026-11-30T06:44:47.123Z", "endpoint:checkout",
            "https://github.com/acme/webshop/commit/9fceb02d0ae598e95dc970b74767f19372d61af8?diff=split",
            "https://shop.example/orders/0198f7a2-6c1e-7b3a-9f00-1234567890ab?page=2&version=1.4.2-rc1",
            "https://shop.example/docs/HowToReadTheOrdersOfLastYear2025/index.html#section-2", "jdbc:h2:mem:p8106",
            "[BODY].status == UP", "sha256:3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
            "Idempotency-Key: 0198f7a2-6c1e-7b3a-9f00-1234567890ab", "password_policy=strict", "secretary: Ann B",
            "key=value", "https://a/x?y=1:2&z=a=b", "mailto:ann@example.org", "token_type=opaque", "a://", "://", "=:",
            "secret=", "token: ", "password=\"\"",
            "traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "token=env:SHOP_TOKEN", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "https://shop.example/a/The_Quick-Brown.Fox/2025/Jumps-Over-The-Lazy-Dog-7"})
    void inWhenATextIsOrdinaryLeavesItAsItIs(String text) {
        assertThat(MaskedText.in(text)).isEqualTo(text);
    }

    @Test
    void ofWhenLongOrWithControlCharactersIsMadeFit() {
        assertThat(MaskedText.of("x".repeat(100_000))).hasSize(MaskedText.MAX_LENGTH).endsWith("…");
        assertThat(MaskedText.of("one\u0000two\r\nthree")).isEqualTo("one two three");
        assertThat(MaskedText.of(" \n ")).isNull();
        assertThat(MaskedText.of(null)).isNull();
    }

    /// What HALO names itself is not taken for a secret by its name, what others name is.
    record Shown(String token, Object payload) {
    }

    @InClear
    record Handed(String token, Object payload) {
    }

    @Test
    void writeWhenOthersNamedAMemberMasksByItsName() {
        Map<String, Object> payload = Map.of("db", Map.of("password", "hunter2"), "headers", Map.of("X-Vault", "v"),
                "tree", JSON.readTree("{\"secrets\":[{\"a\":\"b\"}]}"));
        String shown = MaskedJson.write(JSON.writer(), new Shown("3a7bd3e2", payload));
        assertThat(JSON.readTree(shown)).isEqualTo(JSON.readTree("""
                {"token":"3a7bd3e2","payload":{"db":{"password":"********"},"headers":{"X-Vault":"********"},
                "tree":{"secrets":[{"a":"********"}]}}}"""));
        assertThat(MaskedJson.write(JSON.writer(), new Handed("t", payload))).contains("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a=", "a:", "token=env:x", "token=\"env:", "'=\"=`="})
    void inWhenATextIsMadeOfSeparatorsTakesNoLonger(String part) {
        String text = part.repeat(400_000 / part.length());

        CpuTime.within(PATIENCE, () -> MaskedText.in(text));
    }

    @Test
    void writeWhenManyTextsStandBelowLongNamesTakesNoLonger() {
        Object members = Collections.nCopies(60_000, "x");
        for (int depth = 0; depth < 60; depth++) {
            members = Map.of("aB".repeat(100), members);
        }
        Object nested = members;

        CpuTime.within(PATIENCE, () -> MaskedJson.write(JSON.writer(), nested));
    }
}
