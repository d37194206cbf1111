package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;

/// The files that say how a repository is installed and built where nobody looks on.
final class Pipelines {

    private static final long LARGEST = 512 * 1024;

    private Pipelines() {
    }

    static boolean isOne(String path) {
        return Place.isWorkflow(path) || path.equals(".gitlab-ci.yml") || path.equals("Dockerfile")
                || path.equals(".circleci/config.yml")
                || path.equals("azure-pipelines.yml");
    }

    /// @return those that can be read
    static List<SourceFile> in(Tree tree) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (TreeFile file : tree.files().values()) {
            SourceFile read = isOne(file.path()) && file.size() <= LARGEST ? tree.read(file.path()) : null;
            if (read != null) {
                files.add(read);
            }
        }
        return files;
    }
}
