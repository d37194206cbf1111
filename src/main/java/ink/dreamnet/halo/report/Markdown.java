package ink.dreamnet.halo.report;

import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Texts;

/// Puts texts of others into Markdown (CommonMark with GitHub's extensions), where they stay texts: no markup, no HTML, no link, no
/// mention of a person.
final class Markdown {

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>#|~&!$]");
    private static final Pattern LINK = Pattern.compile("(?i)\\b(https?|ftp)://");
    private static final Pattern HOST = Pattern.compile("(?i)\\b(www)\\.");
    private static final Pattern MENTION = Pattern.compile("@(?=\\w)");
    private static final Pattern TICKS = Pattern.compile("`+");
    private static final int LONGEST = 1000;

    private Markdown() {
    }

    /// @return a text to be put into a line, of at most 1,000 characters before it is escaped
    static String text(String others) {
        String line = Texts.shortened(Texts.printable(others), LONGEST).strip();
        String plain = MARKUP.matcher(line).replaceAll("\\\\$0");
        plain = LINK.matcher(plain).replaceAll("$1\\\\://");
        plain = HOST.matcher(plain).replaceAll("$1\\\\.");
        // a word joiner, which is not seen
        return MENTION.matcher(plain).replaceAll("@\u2060");
    }

    /// @return a name as code, of at most 1,000 characters
    static String code(String name) {
        String line = Texts.shortened(Texts.printable(name), LONGEST);
        String fence = "`";
        while (TICKS.matcher(line).results().map(run -> run.group()).anyMatch(fence::equals)) {
            fence += "`";
        }
        // blanks around it are not shown (CommonMark 0.31, 6.1)
        return fence.equals("`") && !line.isEmpty() ? fence + line + fence : fence + " " + line + " " + fence;
    }
}
