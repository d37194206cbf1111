package ink.dreamnet.halo.report;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What others write stays text in Markdown.
class MarkdownTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            answers 503 instead of 200        | answers 503 instead of 200
            <img src=x onerror=alert(1)>      | \\<img src=x onerror=alert(1)\\>
            [click](javascript:alert(1))      | \\[click\\](javascript:alert(1))
            **bold** _it_ #1 ~~gone~~ &amp;   | \\*\\*bold\\*\\* \\_it\\_ \\#1 \\~\\~gone\\~\\~ \\&amp;
            see https://evil.test/x           | see https\\://evil.test/x
            see WWW.evil.test                 | see WWW\\.evil.test
            back\\slash                       | back\\\\slash
            """)
    void textEscapesMarkup(String others, String expected) {
        assertThat(Markdown.text(others)).isEqualTo(expected);
    }

    @Test
    void textWhenItMentionsAPersonOrBreaksTheLineDoesNeither() {
        assertThat(Markdown.text("ask @ops\n# heading\r\n- item")).isEqualTo("ask @\u2060ops \\# heading - item");
        assertThat(Markdown.text("x".repeat(2000))).hasSize(1000).endsWith("…");
    }

    @Test
    void codeWhenItHasTicksHasAFenceThatItHasNot() {
        assertThat(Markdown.code("endpoint:a")).isEqualTo("`endpoint:a`");
        assertThat(Markdown.code("a`b``c")).isEqualTo("``` a`b``c ```");
        assertThat(Markdown.code("`")).isEqualTo("`` ` ``");
    }
}
