package ink.dreamnet.halo.repo.scan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import ink.dreamnet.halo.core.Budget;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What `git check-ignore` says, for one file of rules in the root.
class IgnoreRulesTest {

    private static IgnoreRules rules(String text) throws IOException {
        IgnoreRules rules = new IgnoreRules();
        rules.add("", text.getBytes(StandardCharsets.UTF_8));
        return rules;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"build/|build/a.txt|true", "build/|build|false",
            "build|x/build|true", "/build|x/build|false", "/build|build|true", "a/b|a/b|true", "a/b|x/a/b|false",
            "*.log|x/y.log|true", "*.log~!keep.log|keep.log|false", "out/~!out/keep|out/keep|true",
            "**/foo|a/b/foo|true", "**/foo|foo|true", "foo/**|foo/a/b|true", "foo/**|foo|false",
            "a/**/b|a/b|true", "a/**/b|a/x/y/b|true", "a**b|axyb|true", "d/a**b|d/ax/yb|false",
            "[a-c].txt|b.txt|true", "[!a-c].txt|b.txt|false", "[!a-c].txt|d.txt|true", "[^a].txt|b.txt|true",
            "[]x].txt|].txt|true", "[[:digit:]]x|7x|true", "[[:digit:]]x|ax|false", "a[/]b|a/b|false",
            "[a-|[a-|false", "\\#x|#x|true", "#x|#x|false", "\\!x|!x|true", "`x\\ `|`x `|true", "x  |x|true",
            "a\\*b|a*b|true", "a\\*b|axb|false", "a?c|abc|true", "d/a?c|d/a/c|false", "/|x|false",
            "[\\]]x|]x|true"})
    void ignoresWhenAskedIsAsGitDoes(String rules, String path, boolean ignored) throws IOException {
        assertThat(rules(rules.replace('~', '\n')).ignores(path, false)).isEqualTo(ignored);
    }

    @Test
    void ignoresWhenRulesAreRandomIsAsJGitDoes() throws IOException {
        Random random = new Random(5);
        int ignored = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(3); line >= 0; line--) {
                text.append(pick(random, "", "", "!")).append(pick(random, "", "/", "**/"))
                        .append(pick(random, "a", "*", "a*", "?b", "*b*", "[ab]", "[!a]b"))
                        .append(pick(random, "", "/b", "/*", "/**", "/**/b", "/")).append('\n');
            }
            IgnoreNode jgit = new IgnoreNode();
            jgit.parse(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
            String name = pick(random, "a", "b", "ab", "bb");
            Boolean expected = jgit.checkIgnored(name, false);
            assertThat(rules(text.toString()).ignores(name, false)).as("%s of%n%s", name, text)
                    .isEqualTo(Boolean.TRUE.equals(expected));
            String path = pick(random, "a", "b", "ab") + "/" + pick(random, "b", "x", "ab");
            boolean parent = Boolean.TRUE.equals(jgit.checkIgnored(path.substring(0, path.indexOf('/')), true));
            boolean same = parent || Boolean.TRUE.equals(jgit.checkIgnored(path, false));
            assertThat(rules(text.toString()).ignores(path, false)).as("%s of%n%s", path, text).isEqualTo(same);
            ignored += same ? 1 : 0;
        }
        assertThat(ignored).isBetween(2_000, 18_000);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// As a large repository has them: hundreds of rules, and ten thousands of paths that are asked for.
    @Test
    void ignoresWhenManyPathsAreAskedForStaysWithinWhatOneCommitMaySpend() throws IOException {
        IgnoreRules large = rules("/*/*/*.generated.xml\n*/obj-*/\n*.pyc\n".repeat(100));
        try (Budget _ = Budget.open(200_000_000)) {
            for (int file = 0; file < 10_000; file++) {
                assertThat(large.ignores("components/search/engine/content/module%d/view.js".formatted(file % 100),
                        false)).isFalse();
            }
        }
    }

    @Test
    void ignoresWhenRulesAreWrittenToBeSlowIsBounded() throws IOException {
        IgnoreRules slow = rules(("**/" + "*a".repeat(40) + "[b]\n").repeat(1000));
        try (Budget _ = Budget.open(1_000_000)) {
            assertThat(rules("**/" + "*a".repeat(40) + "[b]").ignores("x/" + "a".repeat(200), false)).isFalse();
            assertThatThrownBy(() -> slow.ignores("a".repeat(1000), false))
                    .isInstanceOf(Budget.ExhaustedException.class);
        }
        assertThatThrownBy(() -> rules("a\n".repeat(50_001))).hasMessageContaining("more than 50000 rules");
        assertThatThrownBy(() -> rules("a".repeat(4097))).hasMessageContaining("more than 4096 characters");
    }
}
