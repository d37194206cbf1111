package ink.dreamnet.halo.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            queue is full                              | queue is full
            password=hunter2 refused                   | password=*** refused
            DB_PASSWORD: hunter2                       | DB_PASSWORD: ***
            {"api_key":"abc","port":1}                 | {"api_key":"***","port":1}
            Authorization: Bearer eyJhbGciOi.x.y       | Authorization: Bearer ***
            http://ann:hunter2@host/x                  | http://***@host/x
            access_token=abc&user=ann                  | access_token=***&user=ann
            """)
    void ofWhenCredentialIsInsideMasksIt(String text, String expected) {
        assertThat(MaskedText.of(text)).isEqualTo(expected);
    }

    @Test
    void ofWhenLongOrWithControlCharactersIsMadeFit() {
        assertThat(MaskedText.of("x".repeat(100_000))).hasSize(MaskedText.MAX_LENGTH).endsWith("…");
        assertThat(MaskedText.of("one\u0000two\r\nthree")).isEqualTo("one two three");
        assertThat(MaskedText.of(" \n ")).isNull();
        assertThat(MaskedText.of(null)).isNull();
    }
}
