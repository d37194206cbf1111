package ink.dreamnet.halo.environment.dotenv;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import ink.dreamnet.halo.support.CpuTime;
import ink.dreamnet.halo.support.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DotenvParserTest {

    private static final String CHARACTERS = "abcXYZ019 _-.,:;=#$%&/()[]{}<>|+*~^!?@'\"`\\\n\t\u00e4\u20ac";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void parseWhenAMapWasPrintedGivesTheSameMap(long seed) throws Interpolation.TooMuch {
        Random random = new Random(seed);
        for (int round = 0; round < Effort.of(250, 5000); round++) {
            Map<String, String> map = new TreeMap<>();
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            String end = random.nextBoolean() ? "\r\n" : "\n";
            for (int n = random.nextInt(6); n >= 0; n--) {
                String value = value(random);
                map.put("NAME_" + n, value);
                text.append(noise(random)).append(random.nextInt(4) == 0 ? "export " : "").append("NAME_").append(n)
                        .append(random.nextInt(4) == 0 ? " = " : "=").append(printed(value, random))
                        .append(random.nextInt(4) == 0 ? " # comment" : "").append('\n');
            }
            String file = text.toString().replace("\n", end);
            Parsed parsed = Parsed.of(file);
            assertThat(parsed.values()).as(file).isEqualTo(map);
            assertThat(parsed.problems()).as(file).isEmpty();
        }
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            value.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return value.toString();
    }

    private static String noise(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "\n";
            case 1 -> "# it's a \"comment\n";
            case 2 -> "  \t";
            default -> "";
        };
    }

    /// Prints in one of the styles that can hold the value.
    private static String printed(String value, Random random) {
        boolean literal = value.indexOf('\\') < 0;
        int style = random.nextInt(4);
        if (style == 0 && literal && value.indexOf('\'') < 0) {
            return "'" + value + "'";
        }
        if (style == 1 && literal && value.indexOf('`') < 0) {
            return "`" + value + "`";
        }
        if (style == 2 && value.matches("[A-Za-z0-9_.,:;=%&/()\\[\\]{}<>|+*~^!?@-]*")) {
            return value;
        }
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("\n",
                random.nextBoolean() ? "\\n" : "\n") + "\"";
    }

    @Test
    void parseWhenLinesAreWrongNamesThemWithoutQuoting() throws Interpolation.TooMuch {
        Parsed parsed = Parsed.of("""
                A=1
                this is s3cret
                1B=2
                C="s3cret
                D='x' s3cret
                E=\0s3cret
                """);
        assertThat(parsed.wrongLines()).containsExactly(2, 3, 4, 5, 6);
        assertThat(parsed.values()).containsKeys("A", "C", "D", "E");
        assertThat(parsed.problems().toString()).doesNotContain("s3cret");
    }

    @Test
    void parseWhenAKeyIsNotQuotedTakesNoLineOfItForAName() throws Interpolation.TooMuch {
        Parsed parsed = Parsed.of("""
                KEY=-----BEGIN PRIVATE KEY-----
                MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
                MzEfYyjiWA4R4ypbHqGC0iseERwnsDtSS+uoTfLvXxkTKr/1TStkJHYcKg==
                abcDEF==
                c2hvcnQ=
                -----END PRIVATE KEY-----
                NEXT=1
                """);
        assertThat(parsed.values()).containsOnlyKeys("KEY", "NEXT");
        assertThat(parsed.wrongLines()).containsExactly(2, 3, 4, 5, 6);
    }

    @Test
    void parseWhenValuesSpanLinesCountsThem() {
        DotenvFile file = DotenvParser.parse("# what\nA='1\n2\n3'\r\n\r\nB=2\n# why\n# C=\n".toCharArray());
        assertThat(file.entries()).extracting(DotenvEntry::line).containsExactly(2, 6);
        assertThat(file.comments()).containsEntry(2, "what");
        assertThat(file.commentedOut()).containsEntry("C", 8);
    }

    @Test
    void parseWhenTheFileIsHostileEndsSoon() {
        CpuTime.within(Duration.ofSeconds(10), () -> {
            assertThat(Parsed.of("A=" + "x".repeat(10_000_000)).values().get("A")).hasSize(10_000_000);
            assertThat(Parsed.of("A='\n".repeat(100_000) + "B=\"").wrongLines()).isNotEmpty();
            assertThat(Parsed.of("A=\"\\\n".repeat(200_000)).problems()).isNotEmpty();
            assertThat(Parsed.of("A=`x\n" + "B='y\nC=\"z\n".repeat(50_000)).problems()).isNotEmpty();
            assertThat(Parsed.of("\0".repeat(1_000_000)).wrongLines()).containsExactly(1);
            assertThat(Parsed.of("A=${A:-${A}}\nB=$B$B${B}").values()).containsEntry("A", "").containsEntry("B", "");
        });
    }

    @Test
    void valueWhenNestedTooDeepOrGrowingTooLongIsRefusedWithoutQuoting() {
        String deep = "${A:-".repeat(40) + "s3cret" + "}".repeat(40);
        assertThatThrownBy(() -> Parsed.of("B=" + deep)).isInstanceOf(Interpolation.TooMuch.class)
                .hasMessageContaining("16 deep").hasMessageNotContaining("s3cret");
        StringBuilder laughs = new StringBuilder("L0=s3cret\n");
        for (int n = 1; n < 40; n++) {
            laughs.append("L%d=$L%d$L%d$L%d\n".formatted(n, n - 1, n - 1, n - 1));
        }
        assertThatThrownBy(() -> Parsed.of(laughs.toString())).isInstanceOf(Interpolation.TooMuch.class)
                .hasMessageContaining("65536").hasMessageNotContaining("s3cret");
    }

    @Test
    void secretTextWhenPrintedOrWipedShowsNothing() {
        SecretText text = new SecretText("s3cret".toCharArray());
        assertThat(text).hasToString("********");
        assertThat(text.view()).hasToString("********");
        assertThat(text.view().subSequence(1, 3)).hasToString("********").hasSize(2);
        assertThat("s3cret".contentEquals(text.view())).isTrue();
        assertThat(new DotenvEntry("A", 1, text, DotenvEntry.Style.PLAIN).toString()).doesNotContain("s3cret");
        text.wipe();
        assertThat(Parsed.plain(text)).isEqualTo("\0".repeat(6));
    }
}
