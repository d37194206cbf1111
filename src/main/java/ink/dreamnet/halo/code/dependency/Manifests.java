package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;

/// Which files are read as manifests.
final class Manifests {

    static final long LARGEST = 4L * 1024 * 1024;

    private static final Pattern BESIDE = Pattern.compile("/(?:docs?|website|integration|sandbox)/");

    private Manifests() {
    }

    static boolean reads(TreeFile file, String... names) {
        return List.of(names).contains(file.name()) && file.size() <= LARGEST
                && file.kind() != TreeFile.Kind.SYMBOLIC_LINK && Place.isJudged(file.path());
    }

    /// @return whether a directory holds documentation, an example or a test, for which nobody keeps locks
    static boolean isBeside(String directory) {
        return Place.of(directory + "/") != Place.PRODUCTION
                || BESIDE.matcher("/" + directory.toLowerCase(Locale.ROOT) + "/").find();
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
