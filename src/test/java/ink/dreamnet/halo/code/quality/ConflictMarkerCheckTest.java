package ink.dreamnet.halo.code.quality;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConflictMarkerCheckTest {

    private static final String CONFLICT = """
            before
            <<<<<<< HEAD
            ours
            =======
            theirs
            >>>>>>> feature
            after
            """;

    private static List<String> check(String path, String text) {
        return Checked.of(new ConflictMarkerCheck(), path, text).places();
    }

    @ParameterizedTest
    @CsvSource({"src/Main.java, CRITICAL 2", "README.md, HIGH 2", "docs/guide.adoc, HIGH 2",
            "src/MainTest.java, LOW 2",
            "test/merge.js, LOW 2"})
    void checkWhenAConflictWasCommittedNamesItsFirstLine(String path, String expected) {
        assertThat(check(path, CONFLICT)).containsExactly("repo.conflict-marker " + expected);
        assertThat(check(path, CONFLICT.replace("\n", "\r\n"))).containsExactly("repo.conflict-marker " + expected);
        assertThat(check(path, CONFLICT.replace("=======", "||||||| base\nold\n======="))).containsExactly(
                "repo.conflict-marker " + expected);
    }

    @Test
    void checkWhenThereAreSeveralCountsThem() {
        assertThat(Checked.of(new ConflictMarkerCheck(), "a.c", CONFLICT + CONFLICT).findings()).singleElement()
                .satisfies(found -> assertThat(found.message()).contains("2 merge conflicts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Title\n=======\ntext\n", "=======\n", ">>>>>>> he wrote that\n",
            "  <<<<<<< a\n  =======\n  >>>>>>> b\n",
            "\"<<<<<<< a\"\n=======\n\">>>>>>> b\"\n", "<<<<<<<a\n=======\n>>>>>>>b\n"})
    void checkWhenMarkersAreNoConflictIsSilent(String text) {
        assertThat(check("src/a.py", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< HEAD\nonly the first\n", "a\n=======\nb\n>>>>>>> 0123abc (say why)\n",
            "<<<<<<< a\n=======\nb\n", "x\n>>>>>>> feature/a-b\n", ">>>>>>> Stashed changes"})
    void checkWhenHalfAConflictWasLeftFindsIt(String text) {
        assertThat(check("src/a.py", text)).singleElement().asString().startsWith("repo.conflict-marker CRITICAL");
        assertThat(check("docs/a.md", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test/fixtures/conflict.txt", "fix.patch", "fix.diff", "a.js.snap", "vendor/a/a.c",
            "src/test/resources/testdata/merge.txt"})
    void checkWhenPathTellsOfAPurposeIsSilent(String path) {
        assertThat(check(path, CONFLICT)).isEmpty();
    }

    @Test
    void checkWhenProseShowsAConflictInAFenceIsSilent() {
        assertThat(check("docs/git.md", "```\n" + CONFLICT + "```\n")).isEmpty();
        assertThat(check("docs/git.adoc", "----\n" + CONFLICT + "----\n")).isEmpty();
        assertThat(check("docs/git.md", "```\n" + CONFLICT + "```\n" + CONFLICT)).containsExactly(
                "repo.conflict-marker HIGH 11");
    }
}
