package ink.dreamnet.halo.repo.integrity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Paths;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// Finds symbolic links that lead to nothing, or out of the repository.
@Reports({IntegrityCodes.SYMLINK_BROKEN, IntegrityCodes.SYMLINK_OUTSIDE})
class SymbolicLinkCheck implements FileCheck {

    private static final int SHOWN = 120;
    /// What nobody commits and every build makes.
    private static final Pattern BUILT = Pattern
            .compile(".*\\.(?:a|o|so(?:\\.[\\d.]+)?|dylib|dll|exe|lib|jar|class|pyc)");

    /// Where one person's files lie; other places are those of a system that is meant.
    private static final Pattern PERSONAL = Pattern
            .compile("(?:/(?:home|Users|root|tmp|mnt|media|Volumes)/|[A-Za-z]:).*");

    @Override
    public int version() {
        return 3;
    }

    @Override
    public boolean reads(TreeFile file) {
        return file.kind() == TreeFile.Kind.SYMBOLIC_LINK;
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String target = new String(file.bytes(), StandardCharsets.UTF_8);
        String shown = (target.length() <= SHOWN ? target : target.substring(0, SHOWN) + "…")
                .replaceAll("\\p{Cntrl}", "?");
        boolean absolute = target.startsWith("/") || target.matches("[A-Za-z]:[\\\\/].*");
        String path = absolute ? null : Paths.resolve(file.entry().directory(), target);
        if (target.isEmpty()) {
            facts.finding(new Finding(IntegrityCodes.SYMLINK_BROKEN, Severity.MEDIUM, file.path(), 0,
                    "is a symbolic link without a target"));
        } else if (path == null) {
            Severity severity = absolute && !PERSONAL.matcher(target).matches() ? Severity.LOW : Severity.MEDIUM;
            facts.finding(new Finding(IntegrityCodes.SYMLINK_OUTSIDE, severity, file.path(), 0, absolute
                    ? "is a symbolic link to the absolute path '%s', which other machines need not have".formatted(
                            shown)
                    : "is a symbolic link to '%s', which is outside of the repository".formatted(shown)));
        } else if (!BUILT.matcher(target).matches()) {
            facts.reference(new Reference(new Finding(IntegrityCodes.SYMLINK_BROKEN, Severity.MEDIUM, file.path(), 0,
                    "is a symbolic link to '%s', which does not exist".formatted(shown)), Kind.SYMBOLIC_LINK,
                    List.of(path)));
        }
    }
}
