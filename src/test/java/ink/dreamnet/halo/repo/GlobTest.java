package ink.dreamnet.halo.repo;

import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// Globs of paths.
class GlobTest {

    @ParameterizedTest
    @CsvSource({"docs/**,docs/a/b.md,true", "docs/**,docs,false", "docs/,docs/a,true", "**/a.txt,a.txt,true",
            "**/a.txt,x/y/a.txt,true", "**/a.txt,x/ba.txt,false", "*.txt,a.txt,true", "*.txt,a/b.txt,false",
            "a/**/b,a/b,true", "a/**/b,a/x/y/b,true", "a/**/b,ab,false", "a?c,abc,true", "a?c,a/c,false",
            "a.c,abc,false", "**,a/b,true", "a**b,a/x/b,true", "a*b*c,a1b2c,true", "a*b*c,a1b2,false"})
    void globWhenMatchedIsThatOfGit(String glob, String path, boolean matches) {
        assertThat(new Glob(glob).test(path)).isEqualTo(matches);
    }

    @Test
    void globWhenWrittenToBeSlowIsNot() {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(new Glob("**/".repeat(300) + "z").test("a/".repeat(400) + "b")).isFalse();
            assertThat(new Glob("*a".repeat(400) + "z").test("a".repeat(800))).isFalse();
            assertThat(new Glob("**a".repeat(300)).test("a/".repeat(400) + "b")).isFalse();
        });
    }

    /// The meaning is that of this translation, which takes for ever where there are many stars.
    @Test
    void globWhenRandomMatchesWhatARegularExpressionMatches() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            String glob = random(random, "ab/*?*", 6);
            String path = random(random, "ab/", 7);
            assertThat(new Glob(glob).test(path)).as(glob + " " + path)
                    .isEqualTo(reference(glob).test(path));
        }
    }

    private static String random(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static Predicate<String> reference(String glob) {
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
}
