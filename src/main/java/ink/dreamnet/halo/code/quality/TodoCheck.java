package ink.dreamnet.halo.code.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ink.dreamnet.halo.code.Check;
import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;

/// Counts the words `TODO` and `FIXME` in comments of source code. Whether there may be more than before is not decided here.
@Reports({"repo.todo" + Check.INCREASED, "repo.fixme" + Check.INCREASED})
class TodoCheck implements FileCheck {

    private static final Map<String, Comments> BY_ENDING = new HashMap<>();

    static {
        Comments slashes = new Comments(List.of("//"), "/*", "*/");
        Comments hash = new Comments(List.of("#"), "", "");
        Comments markup = new Comments(List.of(), "<!--", "-->");
        put(slashes,
                "java kt kts scala groovy gradle c h cc cpp cxx hpp hh m mm cs go rs swift dart js mjs cjs jsx ts mts "
                        + "cts tsx proto sol zig css scss less php v sv");
        put(hash,
                "py pyi rb sh bash zsh pl pm r ex exs yml yaml toml tf nix jl cmake mk dockerfile makefile properties");
        put(markup, "html htm xml xsd xsl vue svelte");
        put(new Comments(List.of("--"), "/*", "*/"), "sql");
        put(new Comments(List.of("--"), "{-", "-}"), "hs elm");
        put(new Comments(List.of("--"), "--[[", "]]"), "lua");
        put(new Comments(List.of(";"), "", ""), "clj cljs cljc lisp el scm asm");
        put(new Comments(List.of("%"), "", ""), "erl hrl tex");
    }

    @Override
    public boolean reads(TreeFile file) {
        return Place.isFile(file) && BY_ENDING.containsKey(file.ending()) && !file.name().contains(".min.")
                && switch (Place.of(file)) {
                    case PRODUCTION, CHANGELOG, PARKED, TEST, TEMPLATE -> true;
                    case FIXTURE, VENDORED -> false;
                };
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.text();
        Comments comments = BY_ENDING.get(file.entry().ending());
        if (text != null && comments != null) {
            count("TODO", text, comments, facts);
            count("FIXME", text, comments, facts);
        }
    }

    private static void count(String word, String text, Comments comments, Facts facts) {
        int count = 0;
        int from = 0;
        Within within = Within.CODE;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, from)) {
            within = comments.within(text, from, at, within);
            from = at + word.length();
            if (within != Within.CODE && isWord(text, at, from)) {
                count++;
            }
        }
        if (count > 0) {
            facts.count(word.toLowerCase(Locale.ROOT), count);
        }
    }

    private static boolean isWord(String text, int start, int end) {
        return (start == 0 || !Character.isJavaIdentifierPart(text.charAt(start - 1)))
                && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)));
    }

    private static void put(Comments comments, String endings) {
        for (String ending : endings.split(" ")) {
            BY_ENDING.put(ending, comments);
        }
    }

    /// What a word stands in.
    private enum Within {
        CODE, LINE, BLOCK
    }

    /// How comments look.
    ///
    /// @param line what begins one that ends with its line
    /// @param open what begins one that may have several lines; empty where there are none
    /// @param close what ends it
    private record Comments(List<String> line, String open, String close) {

        /// Looks back from a place as far as to the last one whose surroundings are known.
        Within within(String text, int known, int at, Within there) {
            boolean sameLine = true;
            for (int i = at - 1; i >= known; i--) {
                sameLine &= text.charAt(i) != '\n';
                if (sameLine && beginsLineComment(text, i)) {
                    return Within.LINE;
                }
                if (open.isEmpty() ? !sameLine : text.startsWith(close, i)) {
                    return Within.CODE;
                }
                if (!open.isEmpty() && text.startsWith(open, i)) {
                    return Within.BLOCK;
                }
            }
            return there == Within.LINE && !sameLine ? Within.CODE : there;
        }

        /// The slashes of `https://` begin none.
        private boolean beginsLineComment(String text, int i) {
            for (String start : line) {
                if (text.startsWith(start, i) && (i == 0 || text.charAt(i - 1) != ':')) {
                    return true;
                }
            }
            return false;
        }
    }
}
