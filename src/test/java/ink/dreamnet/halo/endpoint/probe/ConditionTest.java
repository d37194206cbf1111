package ink.dreamnet.halo.endpoint.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.endpoint.probe.Condition.Operator;
import ink.dreamnet.halo.endpoint.probe.Operand.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The condition language: what holds, what does not, what is refused, and that what is rendered reads back equal.
class ConditionTest {

    private static final long SEED = 20_261_122L;
    private static final Observation SEEN = new Observation(true, "10.1.2.3", 503,
            Map.of("content-type", "text/html; charset=utf-8", "x-count", "7"), """
                    {"status": "UP", "n": 12.50, "big": 12345678901234567890, "none": null, "text": "a \\"b\\"",
                     "items": [{"id": 3, "x y": true}, {"id": 4}], "empty": []}""",
            new BigDecimal("312.4"), Duration.ofHours(72), "NOERROR");

    private static final Observation NOTHING = new Observation(false, null, null, Map.of(), null, null, null, null);

    @ParameterizedTest
    @ValueSource(strings = {"[STATUS] == 503", "[STATUS] != 200", "[STATUS] >= 500", "[STATUS]<600",
            "[STATUS] == 503.0",
            "[STATUS] == any(500, 503)", "[STATUS] != any(200, 201)", "[STATUS] == pat(5*)", "[RESPONSE_TIME] < 500",
            "[RESPONSE_TIME] < 500ms", "[RESPONSE_TIME] > 0.3s", "[HEADER].Content-Type == pat(text/html*)",
            "[HEADER].content-type contains charset", "[HEADER].X-Count > 6", "len([HEADER].X-Count) == 1",
            "has([HEADER].X-None) == false", "has([HEADER].X-Count) == true", "[BODY].status == UP",
            "[BODY].status == any(UP, \"OUT OF ORDER\")", "[BODY].n == 12.5", "[BODY].big == 12345678901234567890",
            "[BODY].big != 12345678901234567891", "[BODY].none == null", "has([BODY].none) == true",
            "has([BODY].nope) == false", "[BODY].text == \"a \\\"b\\\"\"", "[BODY].items[1].id == 4",
            "[BODY].items[0]['x y'] == true", "len([BODY].items) == 2", "len([BODY].empty) == 0",
            "len([BODY].status) == 2",
            "len([BODY].items[?(@.id == 3)]) == 1", "[BODY] contains status", "[BODY] == pat(*\"id\": 3*)",
            "[CERTIFICATE_EXPIRATION] == 3", "[CERTIFICATE_EXPIRATION] > 48h", "[CERTIFICATE_EXPIRATION] <= 3d",
            "[CERTIFICATE_EXPIRATION] < 1w", "[CONNECTED] == true", "[DNS_RCODE] == NOERROR", "[IP] == pat(10.1.?.3)",
            "  [STATUS]   ==   503  ", "[BODY].items[0].id < [BODY].items[1].id"})
    void evaluateWhenTrueHolds(String condition) {
        assertThat(Condition.parse(condition).evaluate(SEEN).explanation())
                .isEqualTo(Condition.parse(condition).toString());
        assertThat(Condition.parse(condition).evaluate(SEEN).holds()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[STATUS] == 200 | [STATUS] == 200 but was 503",
            "[RESPONSE_TIME] < 300 | [RESPONSE_TIME] < 300 but was 312.4 ms",
            "[CERTIFICATE_EXPIRATION] > 21d | [CERTIFICATE_EXPIRATION] > 21d but was 3.0 days",
            "[BODY].status == DOWN | [BODY].status == DOWN but was UP",
            "[BODY].items[0] == 3 | [BODY].items[0] == 3 but was {\"id\":3,\"x y\":true}",
            "[BODY].status != pat(U*) | [BODY].status != pat(\"U*\") but was UP",
            "[BODY].status > 5 | [BODY].status > 5 but was UP",
            "[BODY].nope != 1 | [BODY].nope != 1 but there was no [BODY].nope",
            "len([BODY].nope) == 0 | len([BODY].nope) == 0 but there was no [BODY].nope",
            "[STATUS] == [HEADER].X | [STATUS] == [HEADER].X but there was no [HEADER].X"})
    void evaluateWhenFalseShowsWhatWasSeen(String condition, String explanation) {
        Condition.Result result = Condition.parse(condition).evaluate(SEEN);
        assertThat(result.holds()).isFalse();
        assertThat(result.explanation()).isEqualTo(explanation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[STATUS] != 200", "[RESPONSE_TIME] < 500", "[HEADER].X != a", "[BODY] != x",
            "[BODY].a != 1",
            "[CERTIFICATE_EXPIRATION] < 900", "[DNS_RCODE] != NXDOMAIN", "[IP] != 1.1.1.1", "[STATUS] != any(1, 2)",
            "[STATUS] != pat(2*)", "len([BODY]) < 5"})
    void evaluateWhenNothingWasSeenNeverHolds(String condition) {
        assertThat(Condition.parse(condition).evaluate(NOTHING).holds()).isFalse();
    }

    @Test
    void evaluateWhenBodyIsNoJsonHasNoPath() {
        Observation text = new Observation(true, null, 200, Map.of(), "<html>", null, null, null);
        assertThat(Condition.parse("[BODY].a != 1").evaluate(text).explanation()).contains("there was no [BODY].a");
        assertThat(Condition.parse("has([BODY].a) == false").evaluate(text).holds()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | 1 | a value is missing",
            "[STATUS] | 9 | expected one of ==", "[STATUS] = 200 | 10 | expected one of ==",
            "[STATUS] == | 12 | a value is missing", "[STATUSS] == 200 | 2 | unknown placeholder [STATUSS]",
            "[STATUS == 200 | 1 | ']' is missing", "200 == [STATUS] | 1 | the left side",
            "[STATUS] == 200 201 | 17 | unexpected '201'", "[HEADER] == x | 9 | expected a header's name",
            "[BODY].a[ == x | 11 | is not a JSON path", "[STATUS] < any(1, 2) | 10 | any(…) and pat(…)",
            "[STATUS] == any(1, | 19 | a value is missing", "[STATUS] == any(1, 2 | 21 | ')' is missing",
            "[STATUS] == foo(1) | 13 | unknown function 'foo'", "len(3) == 3 | 5 | expected what was seen",
            "[BODY] == \"abc | 11 | the closing quote is missing", "[BODY] == \"a\\x\" | 13 | unknown escape",
            "[BODY] == a=b | 12 | unexpected '=b'", "[STATUS] == has([BODY]) | 13 | has(…) belongs on the left"})
    void parseWhenWrongSaysWhere(String text, int position, String problem) {
        assertThatThrownBy(() -> Condition.parse(text)).isInstanceOfSatisfying(ConditionSyntaxException.class, e -> {
            assertThat(e.getMessage()).startsWith("conditions: '" + text + "' at position ").contains(problem);
            assertThat(e.position()).isEqualTo(position);
        });
    }

    @Test
    void parseWhenRenderedGivesTheSameCondition() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            Condition condition = condition(random);
            String text = condition.toString();
            assertThat(Condition.parse(text)).as("case %d: %s", i, text).isEqualTo(condition);
        }
    }

    @Test
    void parseWhenGarbageThrowsOnlyTheSyntaxException() {
        Random random = new Random(SEED);
        String[] pieces = {"[STATUS]", "[BODY]", "[HEADER]", "[", "]", "(", ")", ".", "..", "*", "any(", "pat(", "len(",
                "has(", ",", "\"", "\\", "==", "!=", "<", ">=", "contains", " ", "a", "1", "'", "?(@", "$", "\t", "é",
                "😀",
                "@.length()", "-1", ":", "=~/(a+)+/"};
        int parsed = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                Condition.parse(text.toString()).evaluate(SEEN);
                parsed++;
            } catch (ConditionSyntaxException e) {
                assertThat(e.position()).as(text.toString()).isBetween(1, text.length() + 1);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", case " + i + ": " + text, e);
            }
        }
        assertThat(parsed).isPositive();
    }

    private static Condition condition(Random random) {
        Operand left = switch (random.nextInt(3)) {
            case 0 -> new Operand.Length(seen(random));
            case 1 -> new Operand.Has(seen(random));
            default -> seen(random);
        };
        return switch (random.nextInt(5)) {
            case 0 -> new Condition(left, equality(random), pattern(random));
            case 1 -> {
                List<Operand> alternatives = new ArrayList<>();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    alternatives.add(random.nextInt(4) == 0 ? pattern(random) : literal(random));
                }
                yield new Condition(left, equality(random), new Operand.Any(alternatives));
            }
            case 2 -> new Condition(left, operator(random), seen(random));
            case 3 -> new Condition(left, operator(random), new Operand.Length(seen(random)));
            default -> new Condition(left, operator(random), literal(random));
        };
    }

    private static Operand.Seen seen(Random random) {
        Source source = Source.values()[random.nextInt(Source.values().length)];
        return new Operand.Seen(source, switch (source) {
            case HEADER -> pick(random, "Server", "X-A_1", "content-type");
            case BODY -> pick(random, "", ".a", ".a.b[0]", "['x y'].z", "[0]", ".list[*].id", "[?(@.a == 'b, )')]");
            case STATUS, RESPONSE_TIME, CERTIFICATE_EXPIRATION, CONNECTED, DNS_RCODE, IP -> "";
        });
    }

    private static Operator operator(Random random) {
        return Operator.values()[random.nextInt(Operator.values().length)];
    }

    private static Operator equality(Random random) {
        return random.nextBoolean() ? Operator.EQUAL : Operator.NOT_EQUAL;
    }

    private static Operand pattern(Random random) {
        String glob = text(random);
        return new Operand.Pattern(Glob.text(glob.isEmpty() ? "*" : glob.toString()));
    }

    private static Operand literal(Random random) {
        return new Operand.Literal(random.nextBoolean() ? text(random) : String.valueOf(random.nextInt()));
    }

    private static String text(Random random) {
        String alphabet = "abcXYZ019 \t\n\r\"\\'()[]<>=!,.*?$é😀-_:/";
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
