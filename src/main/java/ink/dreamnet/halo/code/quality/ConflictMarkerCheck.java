package ink.dreamnet.halo.code.quality;

import java.util.ArrayList;
import java.util.List;
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

/// Finds what git leaves in a file where a merge could not decide: `<<<<<<<`, `=======` and `>>>>>>>` in this order, each at
/// the start of a line; in source code also one of the outer two alone.
@Reports(ConflictMarkerCheck.CODE)
class ConflictMarkerCheck implements FileCheck {

    static final String CODE = "repo.conflict-marker";
    private static final String OURS = "<<<<<<< ";
    private static final String MIDDLE = "=======";
    private static final String THEIRS = ">>>>>>> ";
    /// A branch or a commit, with what follows in parentheses; or what `git stash pop` writes.
    private static final Pattern LABEL = Pattern.compile(
            "(?:HEAD|ours|theirs|Updated upstream|Stashed changes|[0-9a-f]{7,40}|[\\w][\\w./-]{0,200})"
                    + "(?: \\(.{0,200}\\)|:[\\w./-]{1,200})?\\r?(?:\\n|$)");
    private static final List<String> PATCHES = List.of(".patch", ".diff", ".rej", ".orig", ".snap");
    private static final Set<String> PROSE = Set.of("md", "markdown", "mdx", "adoc", "asciidoc", "rst", "txt", "html",
            "htm", "org", "pod", "tex", "texi");
    /// A line that begins and ends a block of code: Markdown's fences, AsciiDoc's listing and literal blocks.
    private static final List<String> FENCES = List.of("```", "~~~", "----", "....", "<pre", "</pre");

    @Override
    public int version() {
        return 2;
    }

    @Override
    public boolean reads(TreeFile file) {
        Place place = Place.of(file);
        return Place.isFile(file) && place != Place.FIXTURE && place != Place.VENDORED && PATCHES.stream().noneMatch(
                file.name()::endsWith);
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        boolean prose = PROSE.contains(file.entry().ending());
        List<Integer> found = find(file, prose);
        int half = found.isEmpty() && !prose ? half(file.textOrEmpty()) : -1;
        if (half >= 0) {
            facts.finding(new Finding(CODE, Severity.CRITICAL, file.path(), file.line(half),
                    "has the marker of a merge conflict, and not its counterpart"));
        }
        if (!found.isEmpty()) {
            Severity severity = prose ? Severity.HIGH : Severity.CRITICAL;
            facts.finding(new Finding(CODE, severity, file.path(), file.line(found.getFirst()), found.size() == 1
                    ? "has the markers of a merge conflict"
                    : "has the markers of %d merge conflicts, here the first".formatted(found.size())));
        }
    }

    /// @return whether a file holds at least one conflict, or a part of one
    static boolean hasMarkers(SourceFile file) {
        return !find(file, false).isEmpty() || half(file.textOrEmpty()) >= 0;
    }

    /// Looks for what is left where a conflict was resolved by half: one marker with the label that git writes.
    ///
    /// @return where it stands; -1 for nowhere
    private static int half(String text) {
        for (String marker : List.of(OURS, THEIRS)) {
            int at = text.startsWith(marker) ? 0 : text.indexOf("\n" + marker) + 1;
            if (at > 0 || text.startsWith(marker)) {
                Matcher label = LABEL.matcher(text).region(at + marker.length(), text.length());
                if (label.lookingAt()) {
                    return at;
                }
            }
        }
        return -1;
    }

    /// @return where each conflict begins
    private static List<Integer> find(SourceFile file, boolean prose) {
        List<Integer> found = new ArrayList<>();
        String text = file.textOrEmpty();
        if (!text.contains(OURS) || !text.contains(THEIRS)) {
            return found;
        }
        boolean fenced = false;
        int ours = -1;
        boolean half = false;
        int newline;
        for (int at = 0; at < text.length(); at = newline + 1) {
            newline = text.indexOf('\n', at);
            newline = newline < 0 ? text.length() : newline;
            fenced ^= prose && isFence(text, at);
            if (fenced) {
                continue;
            }
            if (text.startsWith(OURS, at)) {
                ours = at;
                half = false;
            } else if (ours >= 0 && isMiddle(text, at, newline)) {
                half = true;
            } else if (half && text.startsWith(THEIRS, at)) {
                found.add(ours);
                ours = -1;
                half = false;
            }
        }
        return found;
    }

    /// The line is nothing but the marker: a longer one underlines a heading.
    private static boolean isMiddle(String text, int at, int newline) {
        int end = at + MIDDLE.length();
        return text.startsWith(MIDDLE, at) && (end == newline || end == newline - 1 && text.charAt(end) == '\r');
    }

    private static boolean isFence(String text, int lineStart) {
        int at = lineStart;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        for (String fence : FENCES) {
            if (text.regionMatches(true, at, fence, 0, fence.length())) {
                return true;
            }
        }
        return false;
    }
}
