package ink.dreamnet.halo.core.secret;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.core.secret.Secret.Kind;
import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class SecretScannerTest {

    private static final int LONG = 100_000;
    private static final String HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    private static final String CLAIMS = "eyJzdWIiOiI3MTgwMjk0NiIsIm5hbWUiOiJKIn0";

    private static Stream<String> keywords() {
        return Stream.concat(Stream.of("eyJ"), Stream.of(TokenPatterns.all(), CloudPatterns.all(), VendorPatterns.all(),
                PlatformPatterns.all(), GoogleOAuthPatterns.all(), WalletPatterns.all(), ShownPatterns.all(),
                List.of(UrlCredentials.pattern(), PrivateKeys.pattern()))
                .flatMap(List::stream).map(SecretPattern::keyword));
    }

    /// Whoever may send a text would keep a processor busy for minutes with one that costs quadratic time.
    @Test
    void maskWhenATextRepeatsTheBeginningOfATokenTakesLinearTime() {
        CpuTime.within(Duration.ofSeconds(20), () -> keywords().distinct().forEach(keyword -> {
            String text = (keyword + "-").repeat(LONG / keyword.length());
            SecretScanner.shown().mask(text);
            SecretScanner.committed().scan(text);
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "token=%s", "a-%s", "see %s.", "eyJ %s"})
    void maskWhenATextHasAWebTokenBlanksAllOfIt(String around) {
        String token = HEADER + "." + CLAIMS + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assertThat(SecretScanner.shown().mask(around.formatted(token))).doesNotContain("dBjft", "hbGci", "zdWIi");
        assertThat(MaskedText.in(around.formatted(token) + " " + token)).doesNotContain("dBjft", "hbGci", "zdWIi");
    }

    @Test
    void scanWhenSecretsOverlapHasThemApartAndInTheirOrder() {
        String text = "postgres://app:x%s.%s.k9@db.shop.net/a and %s.%s.k9".formatted(HEADER, CLAIMS, HEADER, CLAIMS);
        List<Secret> secrets = SecretScanner.shown().scan(text);
        assertThat(secrets).hasSize(2);
        assertThat(secrets.get(0).end()).isLessThanOrEqualTo(secrets.get(1).start());
    }

    @Test
    void maskWhenASecretBeginsInAnotherBlanksTheRestOfItToo() {
        String text = "pypi-" + Planted.base62(60) + "-" + HEADER + "." + CLAIMS + "." + Planted.base62(43);
        assertThat(SecretScanner.shown().mask(text)).doesNotContain("zdWIi");
    }

    static Stream<Arguments> kinds() {
        String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(new byte[600]);
        return Stream.of(arguments(Planted.gitHub(), Kind.TOKEN),
                arguments("key=AI" + "za" + Planted.base64Url(35), Kind.PROGRAM_KEY),
                arguments("postgres://app:x7k2m9q4v1@db.shop.net/a", Kind.URL_PASSWORD),
                arguments(Planted.armour("EC PRIVATE KEY", Planted.privateKeyBody()), Kind.PRIVATE_KEY),
                arguments("eth_private_key = 0x" + Planted.random("0123456789abcdef", 64), Kind.PRIVATE_KEY),
                arguments(Planted.armour("ENCRYPTED PRIVATE KEY", body), Kind.LOCKED_PRIVATE_KEY),
                arguments(Planted.armour("DSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\n" + body),
                        Kind.LOCKED_PRIVATE_KEY));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void scanWhenThereIsASecretTellsItsKind(String text, Kind kind) {
        assertThat(SecretScanner.committed().scan(text)).extracting(Secret::kind).containsExactly(kind);
    }
}
