package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;

import ink.dreamnet.halo.code.TreeOf;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RemovedPathsTest {

    @TempDir
    Path home;
    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("it"));
    private ObjectId head = ObjectId.zeroId();

    @AfterEach
    void close() {
        repository.close();
    }

    private void commit(String... names) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId empty = inserter.insert(Constants.OBJ_BLOB, new byte[0]);
            TreeFormatter tree = new TreeFormatter();
            for (String name : names) {
                tree.append(name, FileMode.REGULAR_FILE, empty);
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(inserter.insert(tree));
            commit.setAuthor(new PersonIdent("Test", "test@example.org", Instant.EPOCH, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            if (!head.equals(ObjectId.zeroId())) {
                commit.setParentId(head);
            }
            head = inserter.insert(commit);
            inserter.flush();
        }
    }

    private RemovedPaths kept() throws IOException {
        return new RemovedPaths(home);
    }

    @Test
    void addPastWhenTimeRunsOutAddsTheRestTheNextTime() throws IOException {
        commit("a", "b", "c");
        commit("a", "b");
        commit("a");
        commit("a", "d");
        int[] looks = {0};
        RemovedPaths cut = kept();
        cut.addPast(repository, head, () -> looks[0]++ >= 2);
        cut.keep(TreeOf.files("a", "", "d", ""));
        assertThat(kept().had("b")).isTrue();
        assertThat(kept().had("c")).isFalse();
        RemovedPaths whole = kept();
        whole.addPast(repository, head, () -> false);
        whole.keep(TreeOf.files("a", "", "d", ""));
        assertThat(kept().had("b")).isTrue();
        assertThat(kept().had("c")).isTrue();
        assertThat(kept().had("a")).isFalse();
    }

    @Test
    void addPastWhenItWasDoneBeforeReadsOnlyWhatIsNew() throws IOException {
        commit("a", "b");
        commit("a");
        RemovedPaths first = kept();
        first.addPast(repository, head, () -> false);
        first.keep(TreeOf.files("a", ""));
        commit("a", "c");
        commit("a");
        int[] looks = {0};
        RemovedPaths second = kept();
        second.addPast(repository, head, () -> looks[0]++ < 0);
        assertThat(looks[0]).as("two commits and the end").isEqualTo(3);
        assertThat(second.had("b") && second.had("c")).isTrue();
    }

    @Test
    void addWhenPathsAreAsLongAsTheyCanBeKeepsAsMuchAsFitsIntoMemory() throws IOException {
        RemovedPaths removed = kept();
        for (int file = 0; file < 10_000; file++) {
            removed.add("%05d/".formatted(file) + "ä".repeat(HeadTree.LONGEST_PATH - 6));
        }
        removed.keep(new TreeOf());
        assertThat(Files.size(home.resolve("removed.bin"))).isBetween(30_000_000L, 32_100_000L);
        assertThat(kept().had("09999")).isTrue();
        assertThat(kept().had("00000")).isFalse();
    }
}
