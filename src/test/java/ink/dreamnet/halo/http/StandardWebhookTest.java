package ink.dreamnet.halo.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StandardWebhookTest {

    /// The example of the specification's own libraries.
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);

    private static MockHttpServletRequest request(String id, String timestamp, String signature) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("webhook-id", id);
        request.addHeader("webhook-timestamp", timestamp);
        request.addHeader("webhook-signature", signature);
        return request;
    }

    private static String verify(String timestamp, String signature, Instant now) {
        return StandardWebhook.verify(request("msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp, signature), BODY,
                List.of(StandardWebhook.key(SECRET)), now);
    }

    @Test
    void verifyWhenSignatureIsGoodAnswersTheId() {
        assertThat(verify("1614265330", SIGNATURE, AT)).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
        assertThat(verify("1614265330", "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,x " + SIGNATURE,
                AT.plusSeconds(300))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1614265330,301", "1614265330,-301", "161426533x,0", "-1,0", "99999999999999999999,0", "1614265331,0"})
    void verifyWhenTimeIsWrongIsRefused(String timestamp, long later) {
        assertThatExceptionOfType(BadSignatureException.class)
                .isThrownBy(() -> verify(timestamp, SIGNATURE, AT.plusSeconds(later)));
    }

    @ParameterizedTest
    @CsvSource({"''", "v1,", "v1,!!!", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA="})
    void verifyWhenSignatureIsWrongIsRefused(String signature) {
        assertThatExceptionOfType(BadSignatureException.class).isThrownBy(() -> verify("1614265330", signature, AT));
    }

    @Test
    void verifyWhenThereIsNoKeyIsRefused() {
        assertThatExceptionOfType(BadSignatureException.class).isThrownBy(() -> StandardWebhook.verify(
                request("a", "1614265330", SIGNATURE), BODY, List.of(), AT));
    }

    @Test
    void keyWhenItIsNoneIsRefusedWithoutTellingIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> StandardWebhook.key("whsec_c2hvcnQ="))
                .withMessageNotContaining("c2hvcnQ");
        assertThatIllegalArgumentException().isThrownBy(() -> StandardWebhook.key("plain"));
    }
}
