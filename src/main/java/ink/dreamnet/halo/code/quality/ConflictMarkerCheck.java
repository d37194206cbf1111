package ink.dreamnet.halo.code.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// Finds what git leaves in a file where a merge could not decide: `<<<<<<<`, `=======` and `>>>>>>>` in this order, each at
/// the start of a line.
@Reports(ConflictMarkerCheck.CODE)
class ConflictMarkerCheck implements FileCheck {

    static final String CODE = "repo.conflict-marker";
    private static final String OURS = "<<<<<<< ";
    private static final String MIDDLE = "=======";
    private static final String THEIRS = ">>>>>>> ";
    private static final List<String> PATCHES = List.of(".patch", ".diff", ".rej", ".orig", ".snap");
    private static final Set<String> PROSE = Set.of("md", "markdown", "mdx", "adoc", "asciidoc", "rst", "txt", "html",
            "htm", "org", "pod", "tex", "texi");
    /// A line that begins and ends a block of code: Markdown's fences, AsciiDoc's listing and literal blocks.
    private static final List<String> FENCES = List.of("```", "~~~", "----", "....", "<pre", "</pre");

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
        if (!found.isEmpty()) {
            Severity severity = Place.of(file.entry()).weigh(prose ? Severity.HIGH : Severity.CRITICAL);
            facts.finding(new Finding(CODE, severity, file.path(), file.line(found.getFirst()), found.size() == 1
                    ? "has the markers of a merge conflict"
                    : "has the markers of %d merge conflicts, here the first".formatted(found.size())));
        }
    }

    /// @return whether a file holds at least one conflict
    static boolean hasMarkers(SourceFile file) {
        return !find(file, false).isEmpty();
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
