package ink.dreamnet.halo.code.dependency;

import java.util.Collection;
import java.util.List;

import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.core.Severity;

/// A relative import must lead to a file of the repository.
abstract class ImportCheck implements FileCheck {

    static final String CODE = "repo.import-unresolved";
    private static final int LARGEST = 1_000_000;

    /// @return whether files of that name import
    abstract boolean isSource(TreeFile file);

    @Override
    public int version() {
        return 4;
    }

    @Override
    public boolean reads(TreeFile file) {
        return isSource(file) && file.size() <= LARGEST && file.kind() != TreeFile.Kind.SYMBOLIC_LINK
                && Place.isJudged(file.path());
    }

    /// @param offset where in the file it stands
    /// @param what the import, and what does not exist
    /// @param candidates the paths that it may lead to
    static Reference unresolved(SourceFile file, int offset, String what, Collection<String> candidates) {
        return new Reference(new Finding(CODE, Severity.HIGH, file.path(), file.line(offset), "imports " + what),
                Kind.IMPORT,
                List.copyOf(candidates));
    }
}
