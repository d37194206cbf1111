package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.DockerfileSteps.Source;
import ink.dreamnet.halo.core.Severity;

/// What a `Dockerfile` copies from its context must exist. Where the context cannot be told, only what no directory has
/// is missing. What several stages copy is
/// said once, and the lock of a package by [NpmLockMissingCheck].
@Reports(ReferenceCheck.FILE)
class DockerfileReferenceCheck implements TreeCheck {

    @Override
    public int version() {
        return 3;
    }

    @Override
    public boolean concerns(String path) {
        // any file may be copied
        return true;
    }

    @Override
    public void check(Tree tree, Facts facts) throws IOException {
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = DockerfileSteps.reads(entry) ? tree.read(entry.path()) : null;
            if (file != null) {
                check(tree, file, facts);
            }
        }
    }

    private static void check(Tree tree, SourceFile file, Facts facts) {
        DockerfileSteps steps = DockerfileSteps.of(tree, file);
        Set<String> said = new HashSet<>();
        for (Source source : steps.sources()) {
            List<String> candidates = steps.missing(tree, source);
            if (!candidates.isEmpty() && NpmLockMissingCheck.packageOf(tree, candidates) == null
                    && said.add(source.path())) {
                facts.reference(new Reference(new Finding(ReferenceCheck.FILE,
                        steps.known() ? Severity.HIGH : Severity.MEDIUM, file.path(),
                        source.line(), "copies " + source.path() + ", which does not exist"), Kind.PATH, candidates));
            }
        }
    }
}
