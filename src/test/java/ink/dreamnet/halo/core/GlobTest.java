package ink.dreamnet.halo.core;

import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GlobTest {

    @ParameterizedTest
    @CsvSource({"docs/**,docs/a/b.md,true", "docs/**,docs,false", "docs/,docs/a,true", "**/a.txt,a.txt,true",
            "**/a.txt,x/y/a.txt,true", "**/a.txt,x/ba.txt,false", "*.txt,a.txt,true", "*.txt,a/b.txt,false",
            "a/**/b,a/b,true", "a/**/b,a/x/y/b,true", "a/**/b,ab,false", "a?c,abc,true", "a?c,a/c,false",
            "a.c,abc,false", "**,a/b,true", "a**b,a/x/b,true", "a*b*c,a1b2c,true", "a*b*c,a1b2,false",
            "a{b,ab,false", "'{a,b}',a,false"})
    void pathWhenMatchedIsAsInGitignore(String glob, String path, boolean matches) {
        assertThat(Glob.path(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"packages/{a,b}|packages/b|true", "packages/{a,b}|packages/c|false",
            "{apps,libs/{core,ui}}/*|libs/ui/x|true", "{apps,libs/{core,ui}}/*|libs/x|false", "x{,-y}|x|true",
            "x{,-y}|x-y|true", "a,b|a,b|true", "a,b|a|false", "{a|a|false", "a}|a|false", "}{|}{|false"})
    void pathWithAlternativesWhenMatchedTriesEach(String glob, String path, boolean matches) {
        assertThat(Glob.pathWithAlternatives(glob).matches(path)).isEqualTo(matches);
    }

    @Test
    void pathWithAlternativesWhenThereAreTooManyMatchesNothing() {
        assertThat(Glob.pathWithAlternatives("{a,b}".repeat(6)).matches("abbaba")).isTrue();
        assertThat(Glob.pathWithAlternatives("{a,b}".repeat(300)).matches("a".repeat(300))).isFalse();
    }

    @Test
    void globWhenWrittenToBeSlowIsNot() {
        CpuTime.within(Duration.ofSeconds(5), () -> {
            assertThat(Glob.path("**/".repeat(300) + "z*").matches("a/".repeat(400) + "b")).isFalse();
            assertThat(Glob.path("*a".repeat(400) + "z*").matches("a".repeat(800))).isFalse();
            assertThat(Glob.path("**a".repeat(300) + "*b?").matches("a/".repeat(400) + "b")).isFalse();
            assertThat(Glob.wildcard("*a".repeat(5000) + "b*").matches("a".repeat(20_000))).isFalse();
            assertThat(Glob.text("*?\\*".repeat(2000)).matches("*".repeat(20_000) + "b")).isFalse();
            assertThat(Glob.pathWithAlternatives("{*,**/}".repeat(6) + "z*").matches("a/".repeat(2000))).isFalse();
        });
    }

    /// The meaning is that of this translation, which takes for ever where there are many stars.
    @Test
    void globWhenRandomMatchesWhatARegularExpressionMatches() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            String glob = random(random, "ab/*?*\\", 6);
            String text = random(random, "ab/?*\\", 7);
            assertThat(Glob.path(glob).matches(text)).as("path %s %s", glob, text)
                    .isEqualTo(path(glob).test(text));
            assertThat(Glob.wildcard(glob).matches(text)).as("wildcard %s %s", glob, text)
                    .isEqualTo(text(glob, false).test(text));
            assertThat(Glob.text(glob).matches(text)).as("text %s %s", glob, text)
                    .isEqualTo(text(glob, true).test(text));
        }
    }

    private static String random(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static Predicate<String> path(String glob) {
        String whole = glob.endsWith("/") ? glob + "**" : glob;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            if (whole.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (whole.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = whole.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }

    private static Predicate<String> text(String glob, boolean escapes) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean escaped = escapes && c == '\\' && i + 1 < glob.length();
            c = escaped ? glob.charAt(++i) : c;
            regex.append(!escaped && c == '*'
                    ? ".*"
                    : !escaped && escapes && c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }
}
