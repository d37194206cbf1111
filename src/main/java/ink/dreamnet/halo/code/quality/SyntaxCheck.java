package ink.dreamnet.halo.code.quality;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.SyntaxError;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Reads a file as its format says. Files of others, templates and what tests feed on are not accused, and neither is a file
/// with conflict markers, which has its own finding.
abstract class SyntaxCheck implements FileCheck {

    private static final Pattern QUOTED = Pattern.compile("'[^'\\s]{4,}+'|\"[^\"\\s]{4,}+\"");
    private static final int LONGEST_MESSAGE = 160;
    /// Nobody writes more, or a longer line.
    private static final int LARGEST_SETTINGS = 100_000;
    private static final int LONGEST_LINE = 5_000;
    private static final Pattern NO_SETTINGS = Pattern
            .compile("(?i)(?:^|/)(?:docs?|documentation|manuals?|schemas?|(?:[^/]{1,80}[_-])?(?:data|datasets?))/");
    /// Their own check reads them and says `repo.manifest-invalid`.
    private static final Set<String> MANIFESTS = Set.of("pnpm-workspace.yaml", "pyproject.toml",
            "Cargo.toml", "pom.xml");

    private final String code;

    SyntaxCheck(String code) {
        this.code = code;
    }

    /// @return whether a file of that name, in lower case, is of the format
    abstract boolean isOfFormat(String name, TreeFile file);

    /// @return what is wrong; null where nothing is, or where it is not certain
    abstract @Nullable Problem parse(SourceFile file);

    @Override
    public int version() {
        return 9;
    }

    @Override
    public final boolean reads(TreeFile file) {
        if (!Place.isFile(file) || file.size() == 0 || MANIFESTS.contains(file.name())
                || !isOfFormat(file.name().toLowerCase(Locale.ROOT), file)) {
            return false;
        }
        return switch (Place.of(file)) {
            case PRODUCTION, CHANGELOG, PARKED, TEST -> true;
            case FIXTURE, VENDORED, TEMPLATE -> false;
        };
    }

    @Override
    public final void check(SourceFile file, Facts facts) {
        Problem problem = file.isLfsPointer() ? null : parse(file);
        if (problem != null && !ConflictMarkerCheck.hasMarkers(file)) {
            String own = problem.code() == null ? code : problem.code();
            Finding finding = new Finding(own, problem.severity(), file.path(), problem.line(), problem.message());
            if (problem.unless() == null) {
                facts.finding(finding);
            } else {
                facts.reference(new Reference(finding, problem.unless(), problem.parts()));
            }
        }
    }

    /// Settings whose readers take one value of two are not what their author meant. Of data and documents nobody knows, and what a tool
    /// wrote it also reads.
    static Problem repeatedKey(String code, SyntaxError error, SourceFile file) {
        boolean settings = file.entry().size() <= LARGEST_SETTINGS && !file.hasLineOver(LONGEST_LINE)
                && !NO_SETTINGS.matcher(file.path()).find();
        return new Problem(code,
                error.kind() == SyntaxError.Kind.DUPLICATE_KEY && settings ? Severity.MEDIUM : Severity.LOW,
                error.line(), error.detail());
    }

    /// @return a parser's message without what it quotes from the file
    static String withoutQuotes(@Nullable String message) {
        if (message == null) {
            return "cannot be parsed";
        }
        int end = message.indexOf('\n');
        String first = QUOTED.matcher(end < 0 ? message : message.substring(0, end)).replaceAll("…");
        return first.length() > LONGEST_MESSAGE ? first.substring(0, LONGEST_MESSAGE) + "…" : first;
    }

    /// What is wrong with a file.
    ///
    /// @param code null for the code of the check
    /// @param unless of what kind the [Reference] is that excuses it; null for none
    /// @param parts the paths that excuse it
    record Problem(@Nullable String code, Severity severity, int line, String message, @Nullable Kind unless,
            List<String> parts) {

        Problem(@Nullable String code, Severity severity, int line, String message) {
            this(code, severity, line, message, null, List.of());
        }

        static Problem of(Severity severity, int line, String message) {
            return new Problem(null, severity, line, message);
        }
    }
}
