package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

import ink.dreamnet.halo.code.Evidence;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.TreeOf;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImportClustersTest {

    private static Reference missing(String path, int number) {
        return new Reference(new Finding("repo.import-unresolved", Severity.HIGH, path, 1, "imports nothing"),
                Reference.Kind.IMPORT, List.of("gone" + number));
    }

    /// A tree that counts for which files it is asked.
    private static final class Counted implements Tree {

        private final TreeOf tree = new TreeOf();
        private long asked;

        @Override
        public boolean isFile(String path) {
            asked++;
            return tree.isFile(path);
        }

        @Override
        public NavigableMap<String, TreeFile> files() {
            return tree.files();
        }

        @Override
        public Set<String> directories() {
            return tree.directories();
        }

        @Override
        public @Nullable SourceFile read(String path) {
            return tree.read(path);
        }

        @Override
        public @Nullable SourceFile beginning(String path) {
            return tree.beginning(path);
        }
    }

    @Test
    void addWhenAFileWithManyImportsLiesDeepLooksForItsManifestOnce() throws IOException {
        Counted tree = new Counted();
        ImportClusters clusters = new ImportClusters(tree, new Evidence(tree));
        String deep = "a/".repeat(2000);
        for (int number = 0; number < 1000; number++) {
            clusters.add(missing(deep + "one.ts", number));
            clusters.add(missing(deep + "b/two.ts", number));
        }
        assertThat(clusters.judge(missing(deep + "one.ts", 1)).severity()).isEqualTo(Severity.LOW);
        assertThat(tree.asked).isLessThan(20_000);
    }
}
