package ink.dreamnet.halo.code.quality;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TodoCheckTest {

    private static Map<String, Integer> count(String path, String text) {
        return Checked.of(new TodoCheck(), path, text).counts();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "A.java | ^int a; // TODO: b\n/* FIXME c */\n/*\n * TODO d TODO e\n */\n^ | 3 | 1",
            "a.py | ^# TODO(me) a\nx = 1  # FIXME\n^ | 1 | 1",
            "a.sql | ^-- TODO a\nselect 1;\n/* TODO */^ | 2 | 0",
            "a.html | ^<!-- TODO\n TODO -->\n<p>TODO</p>^ | 2 | 0",
            "Dockerfile | ^# TODO a\nFROM x\n^ | 1 | 0", "a.lua | ^--[[\nFIXME\n]]\n^ | 0 | 1"})
    void checkWhenCommentsSayItCounts(String path, String text, int todo, int fixme) {
        Map<String, Integer> counts = count(path, text);
        assertThat(counts.getOrDefault("todo", 0)).isEqualTo(todo);
        assertThat(counts.getOrDefault("fixme", 0)).isEqualTo(fixme);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {"A.java | ^enum S { TODO, DONE }\nString TODO = \"x\";^",
            "A.java | ^// MASTODON TODOS myTODO TODO_LIST todo\n^", "A.java | ^/* a */ TODO();\n^",
            "a.md | ^- TODO: write\n^",
            "a.js | ^fetch('https://x/TODO')\n^", "a.py | ^# a\nTODO = 1\n^", "a.min.js | ^// TODO^",
            "node_modules/a.js | ^// TODO^"})
    void checkWhenItIsNotAWordOfACommentDoesNotCount(String path, String text) {
        assertThat(count(path, text)).isEmpty();
    }

    @Test
    void checkWhenABlockCommentIsLongKnowsThatItIsOne() {
        assertThat(count("a.c", "/*\n" + "TODO one of many\n".repeat(5000) + "*/ int TODO;\n")).containsEntry("todo",
                5000);
    }
}
