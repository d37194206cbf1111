package ink.dreamnet.halo.slack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.BadSignatureException;
import ink.dreamnet.halo.http.SecretReferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.access.AccessDeniedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The example is Slack's own (https://docs.slack.dev/authentication/verifying-requests-from-slack).
class SlackSenderTest {

    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
            + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
            + "803a0bc887a14d10d2c447fce8b6703c").getBytes(StandardCharsets.UTF_8);

    private static SlackSender sender(long now, String... secrets) {
        return new SlackSender(properties(secrets), new SecretReferences(name -> null),
                Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC));
    }

    private static SlackProperties properties(String... secrets) {
        return new SlackProperties(List.of(secrets), Map.of(), URI.create("https://hooks.slack.com"));
    }

    private static String verify(SlackSender sender, String timestamp, String signature, byte[] body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", SlackController.PATH);
        request.addHeader(SlackSender.TIMESTAMP, timestamp);
        request.addHeader(SlackSender.SIGNATURE, signature);
        return sender.verify(request, body);
    }

    @Test
    void verifyWhenItIsSlacksOwnExampleIsGood() {
        assertThat(verify(sender(1531420618 + 299, "another-secret-of-slack", SECRET), "1531420618", SIGNATURE, BODY))
                .isEqualTo("slack");
    }

    @ParameterizedTest
    @CsvSource({"1531420619, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503, 1531420618",
            "1531420618, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504, 1531420618",
            "1531420618, a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503, 1531420618",
            "1531420618, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503, 1531420919",
            "1531420618, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503, 1531420317",
            "soon, v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503, 1531420618"})
    void verifyWhenSomethingIsOtherwiseIsRefused(String timestamp, String signature, long now) {
        SlackSender sender = sender(now, SECRET);
        assertThatThrownBy(() -> verify(sender, timestamp, signature, BODY)).isInstanceOf(BadSignatureException.class)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void verifyWhenThereIsNoSecretAcceptsNothing() {
        SlackSender sender = sender(1531420618);
        assertThatThrownBy(() -> verify(sender, "1531420618", SIGNATURE, BODY))
                .isInstanceOf(AccessDeniedException.class).hasMessageContaining("halo.slack.signing-secrets");
    }

    @ParameterizedTest
    @CsvSource({"https://hooks.slack.com/actions/T1/2, true", "http://hooks.slack.com/actions/T1/2, false",
            "https://hooks.slack.com.evil.example/a, false", "https://hooks.slack.com:444/a, false",
            "https://hooks.slack.com@evil.example/a, false", "https://x@hooks.slack.com/a, false", "/actions, false"})
    void responseUrlWhenItIsNotSlacksIsNotUsed(URI address, boolean slacks) {
        assertThat(properties().slacks(address)).isEqualTo(slacks);
    }

    @ParameterizedTest
    @CsvSource({"X024, ann", "U024BE7LH, halo", "U024BE7LH, two words", "'', ann"})
    void usersWhenTheyAreNoUsersOrOperatorsAreRefused(String user, String operator) {
        URI base = URI.create("https://hooks.slack.com");
        assertThatThrownBy(() -> new SlackProperties(List.of(), Map.of(user, operator), base))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("halo.slack.users");
    }

    @ParameterizedTest
    @CsvSource({"a & b <c>, 50, a &amp; b &lt;c&gt;", "abcdef, 6, abcdef", "abcdefg, 6, abcde…", "ab&, 6, ab…",
            "abc😀d, 5, abc…"})
    void textWhenItIsOfOthersIsEscapedAndCutBetweenCharacters(String others, int most, String written) {
        assertThat(Mrkdwn.text(others, most)).isEqualTo(written);
    }
}
