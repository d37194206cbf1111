package ink.dreamnet.halo.code.dependency;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;

/// What a manifest refers to by path must exist. A manifest that cannot be read refers to nothing; [ManifestCheck] reports it.
abstract class ReferenceCheck implements FileCheck {

    static final String DEPENDENCY = "repo.dependency-path-missing";
    static final String MEMBER = "repo.workspace-member-missing";

    static final String FILE = "repo.file-missing";

    private final String[] names;

    /// @param names the names of the manifests
    ReferenceCheck(String... names) {
        this.names = names;
    }

    abstract void check(SourceFile manifest, Expected expected);

    @Override
    public final boolean reads(TreeFile file) {
        return Manifests.reads(file, names);
    }

    @Override
    public final void check(SourceFile file, Facts facts) {
        check(file, new Expected(file, facts));
    }
}
