package ink.dreamnet.halo.core;

import java.time.Duration;

import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegexTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"5..|503|true", "5..|5030|false",
            "`endpoint[.](down|slow)`|endpoint.slow|true", "[A-Z]{3}-\\d+|ABC-12|true", "(?i)prod|PROD|true",
            "[[:alpha:]]+|abc|true", "\\p{L}+|é|true", "^a$|a|true", "a{1000}|a|false",
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|123e4567-e89b-12d3-a456-426614174000|true"})
    void matchesWhenTheWholeTextDoes(String expression, String text, boolean matches) {
        assertThat(Regex.compile(expression).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"(?=a)b|(?=", "(a)\\1|\\1", "a*+|*+", "(|missing",
            "[a-z&&[^b]]|&&[", "a{1001}|repeat", "((a{99}){99}){99}|repeats too much",
            "([)]a{999}){999}|repeats too much", "\\Q(\\E(a{999}){99}|repeats too much",
            "{1(b{999}){99}|repeats too much", "(((a{9999}){9999}){9999})|repeats too much"})
    void compileWhenItIsNotSupportedSaysWhat(String expression, String part) {
        assertThatThrownBy(() -> Regex.compile(expression)).isInstanceOf(Regex.MalformedException.class)
                .hasMessageContaining(part);
    }

    @Test
    void compileWhenTooLongIsRefused() {
        assertThatThrownBy(() -> Regex.compile("a".repeat(1001))).hasMessage(
                "has 1001 characters; at most 1000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*a){25}b", "(a+)+b", "a*a*a*a*a*a*a*b", "(a|aa)+b", "(.*)(.*)(.*)(.*)(.*)[^a]"})
    void matchesWhenWrittenToBeSlowIsNot(String expression) {
        CpuTime.within(Duration.ofSeconds(5),
                () -> assertThat(Regex.compile(expression).matches("a".repeat(10_000))).isFalse());
    }

    @Test
    void matchesWhenTheBudgetIsUsedUpEnds() {
        Regex expression = Regex.compile("(a|b)*c");
        try (Budget _ = Budget.open(100_000)) {
            assertThat(expression.matches("abc")).isTrue();
            assertThatThrownBy(() -> expression.matches("a".repeat(100_000)))
                    .isInstanceOf(Budget.ExhaustedException.class);
            assertThatThrownBy(() -> expression.matches("abc")).isInstanceOf(Budget.ExhaustedException.class);
            try (Budget _ = Budget.open(1_000)) {
                assertThat(expression.matches("abc")).isTrue();
            }
        }
        assertThat(expression.matches("a".repeat(100_000) + "c")).isTrue();
        assertThatThrownBy(() -> expression.matches("a".repeat(100_000_000)))
                .isInstanceOf(Budget.ExhaustedException.class);
    }

    @Test
    void spendWhenInterruptedEnds() {
        Thread.currentThread().interrupt();
        try (Budget _ = Budget.open(1_000)) {
            assertThatThrownBy(() -> Glob.wildcard("*a*").matches("bab")).hasMessage("was not done in time");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
