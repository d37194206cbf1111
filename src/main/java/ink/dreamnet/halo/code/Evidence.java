package ink.dreamnet.halo.code;

import java.io.IOException;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Tells how certain it is that a finding does harm, as the whole tree shows. What refers to a file that an earlier commit had was broken by its
/// removal, whatever else a build may write; of links, [LinkEvidence] tells more. For use by one thread.
public final class Evidence {

    /// Pages of documentation, and their scripts.
    private static final Pattern DOCUMENTATION = Pattern.compile("(?i)(?:docs?|documentation|guides?)/.*");
    /// Directories that a build fills.
    private static final Pattern BUILT = Pattern
            .compile("(?:.*/)?(?:s?bin|lib(?:32|64|exec)?|build|out|dist|target|node_modules|\\.?venv|obj)/.*");
    /// Of `config.js.in` a build makes `config.js`.
    private static final String TEMPLATE = ".in";

    private final Tree tree;
    private final Generators generators;
    private final MovedSources sources;
    private @Nullable Licences licences;

    /// @param tree that is complete once the first question is asked
    public Evidence(Tree tree) {
        this.tree = tree;
        this.generators = new Generators(tree);
        this.sources = new MovedSources(tree);
    }

    /// @return a finding, with the severity that it deserves. A secret is one wherever it was copied from.
    public Finding weigh(Finding finding) {
        return finding.code().equals(Finding.SECRET) ? finding : lowWhereCopied(finding);
    }

    /// @param reference that leads to nothing
    /// @return it, with the severity that its finding deserves; of a link, [LinkEvidence] tells when all are known
    /// @throws IOException where the repository cannot be read
    public Reference weigh(Reference reference) throws IOException {
        if (reference.kind() == Kind.LINK) {
            return reference.with(weigh(reference.missing()));
        }
        boolean had = tree.had(reference);
        Finding missing = had ? weigh(reference.missing()).adding("; it was there before") : weigh(reference.missing());
        if (reference.kind().isImport()) {
            return reference.with(locating(reference, had ? missing : imported(reference, missing)));
        }
        boolean certain = had || reference.kind() != Kind.SYMBOLIC_LINK || reference.candidates().isEmpty()
                || isKept(reference.candidates().getFirst());
        return reference.with(certain ? missing : missing.with(Severity.LOW));
    }

    private Finding locating(Reference reference, Finding missing) {
        MovedSources.Moved moved = sources.of(reference);
        if (moved == null) {
            return missing;
        }
        String from = reference.kind() == Kind.IMPORT
                ? ", which is %s from there".formatted(
                        MovedSources.specifier(missing.path(), moved.path(), reference.name()))
                : "";
        return missing.adding(": perhaps /" + moved.path() + " is meant" + from);
    }

    /// @param reference an import that leads to nothing
    /// @param root of the package that it stands in; empty for that of the repository
    /// @return whether what it leads to is known to lie elsewhere: by a path that is off by one `../`, or by its name within the package
    public boolean isMoved(Reference reference, String root) {
        MovedSources.Moved moved = sources.of(reference);
        return moved != null && moved.isNamed()
                && (moved.isNear() || Paths.isBelow(root, Paths.directory(moved.path()))
                        || root.equals(Paths.directory(moved.path())));
    }

    /// That a source of the same name lies elsewhere tells nothing: generators write types like those that are there.
    private Finding imported(Reference reference, Finding missing) throws IOException {
        return missing.severity() == Severity.LOW || !mayBeWritten(reference)
                ? missing
                : missing.with(Severity.LOW).adding(", or a build writes it");
    }

    private boolean mayBeWritten(Reference reference) throws IOException {
        String file = reference.missing().path();
        return switch (reference.kind()) {
            case JAVA -> generators.mayWriteJava(reference.name().substring(0, reference.name().lastIndexOf(':')));
            case IMPORT, ALIAS -> file.endsWith(".py")
                    ? generators.mayBuildModules(Paths.directory(file))
                    : reference.candidates().stream().anyMatch(path -> tree.isFile(path + TEMPLATE))
                            || generators.mayPackElsewhere(Paths.directory(file), DOCUMENTATION.matcher(file).matches())
                            || generators.mayWriteScript(reference.candidates().getFirst());
            default -> false;
        };
    }

    /// In a project of others that was copied, they are the ones to mend it.
    private Finding lowWhereCopied(Finding finding) {
        return finding.severity() != Severity.LOW && isCopied(finding.path()) ? finding.with(Severity.LOW) : finding;
    }

    /// @return whether a file is of a project of others that was copied
    public boolean isCopied(String path) {
        Licences known = licences == null ? new Licences(tree) : licences;
        licences = known;
        return known.isCopied(Paths.directory(path));
    }

    /// @return whether a symbolic link's target is something that was committed
    private boolean isKept(String target) {
        return tree.isDirectory(Paths.directory(target)) && !BUILT.matcher(target).matches()
                || tree.isFile(target);
    }
}
