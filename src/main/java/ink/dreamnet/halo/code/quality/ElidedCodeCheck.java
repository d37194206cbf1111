package ink.dreamnet.halo.code.quality;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// Finds comments that stand for code which is not there (`// ... existing code ...`), as a model writes them that shortens its answer and whose
/// answer was saved as the file. A program may well run without it, so that the finding is low.
@Reports(ElidedCodeCheck.CODE)
class ElidedCodeCheck implements FileCheck {

    static final String CODE = "repo.code-elided";

    private static final Set<String> LANGUAGES = Set.of("js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "vue",
            "svelte", "py", "java", "kt", "go", "rs", "rb", "php", "cs", "swift", "dart", "scala", "c", "h", "cc",
            "cpp",
            "hpp", "sol", "sh", "html", "css", "scss");
    private static final String COMMENT = "/#{<-";
    private static final String DOTS = "(?:\\.{3}|\u2026)";
    private static final String WHAT = "(?:code|content|contents|file|imports?|methods?|functions?|implementation|logic|routes?|"
            + "components?|class|config(?:uration)?|styles?|props|state|handlers?|script|module|tests?)";
    private static final Pattern ELIDED = Pattern
            .compile("(?i)(?:\\{/\\*|//+|#|/\\*+|<!--|--)[ \\t]{0,9}(?:"
                    + DOTS
                    + "[ \\t]{0,9}\\(?(?:the |your |all )?(?:(?:rest|remainder) (?:of|remains|unchanged|is|stays)\\b|rest[ \\t]{0,9}(?:"
                    + DOTS
                    + "|\\)|\\*|$)|(?:existing|remaining|previous|original) (?:[\\w-]{1,30} )?" + WHAT
                    + "\\b|(?:copy|paste|insert|keep) [\\w -]{0,60}(?:here|above|below|unchanged|same)\\b|unchanged\\b|same as (?:before|above)\\b)"
                    + "|(?:the )?(?:rest of (?:the |your )?|existing )(?:[\\w-]{1,30} )?" + WHAT
                    + " (?:(?:remains|stays|is|goes) [\\w ]{0,30}(?:unchanged|same|here|before)\\b|unchanged\\b|here[ \\t]{0,9}"
                    + DOTS + "|" + DOTS
                    + "))");

    @Override
    public boolean reads(TreeFile file) {
        return LANGUAGES.contains(file.ending()) && Place.isFile(file) && Place.of(file) == Place.PRODUCTION;
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.textOrEmpty();
        Matcher elided = ELIDED.matcher(text);
        int first = -1;
        int found = 0;
        for (int line = 0; line < text.length();) {
            int newline = text.indexOf('\n', line);
            int end = newline < 0 ? text.length() : newline;
            int from = line;
            while (from < end && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
                from++;
            }
            // hardly any line of code begins so
            if (from < end && COMMENT.indexOf(text.charAt(from)) >= 0 && elided.region(from, end).lookingAt()) {
                first = found == 0 ? from : first;
                found++;
            }
            line = end + 1;
        }
        if (found > 0) {
            facts.finding(new Finding(CODE, Severity.LOW, file.path(), file.line(first),
                    "has a comment in place of code that was left out"
                            + (found == 1 ? "" : ", and %d more".formatted(found - 1))));
        }
    }
}
