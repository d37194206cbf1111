package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;

/// Which files are read as manifests.
final class Manifests {

    static final long LARGEST = 4L * 1024 * 1024;

    private Manifests() {
    }

    static boolean reads(TreeFile file, String... names) {
        return List.of(names).contains(file.name()) && file.size() <= LARGEST
                && file.kind() != TreeFile.Kind.SYMBOLIC_LINK && Judged.path(file.path());
    }

    /// @return every manifest of that name, in the order of paths
    static List<SourceFile> in(Tree tree, String name) throws IOException {
        List<SourceFile> manifests = new ArrayList<>();
        for (TreeFile entry : tree.files().values()) {
            SourceFile file = reads(entry, name) ? tree.read(entry.path()) : null;
            if (file != null) {
                manifests.add(file);
            }
        }
        return manifests;
    }
}
