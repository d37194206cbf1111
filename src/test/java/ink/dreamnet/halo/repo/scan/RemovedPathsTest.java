package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

import ink.dreamnet.halo.code.TreeOf;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RemovedPathsTest {

    @TempDir
    Path home;
    private Repository repository = new InMemoryRepository(new DfsRepositoryDescription("it"));
    private ObjectId head = ObjectId.zeroId();
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

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
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            commit(id);
        }
    }

    private void commitTree(byte[] content) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_TREE, content);
            inserter.flush();
            commit(id);
        }
    }

    private void merge(ObjectId other, String... names) throws IOException {
        ObjectId first = head;
        commit(names);
        try (RevWalk walk = new RevWalk(repository)) {
            commit(walk.parseCommit(head).getTree(), first, other);
        }
    }

    private void commit(ObjectId tree) throws IOException {
        commit(tree, head.equals(ObjectId.zeroId()) ? new ObjectId[0] : new ObjectId[]{head});
    }

    private void commit(ObjectId tree, ObjectId... parents) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setAuthor(new PersonIdent("Test", "test@example.org", time, ZoneOffset.UTC));
            commit.setCommitter(commit.getAuthor());
            commit.setParentIds(parents);
            head = inserter.insert(commit);
            inserter.flush();
        }
        time = time.plusSeconds(1);
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
        cut.addPast(repository, head, "main", () -> looks[0]++ >= 2);
        cut.keep(TreeOf.files("a", "", "d", ""));
        assertThat(kept().had("b")).isTrue();
        assertThat(kept().had("c")).isFalse();
        RemovedPaths whole = kept();
        whole.addPast(repository, head, "main", () -> false);
        whole.keep(TreeOf.files("a", "", "d", ""));
        assertThat(kept().had("b")).isTrue();
        assertThat(kept().had("c")).isTrue();
        assertThat(kept().had("a")).isFalse();
    }

    /// Analyzes the head.
    ///
    /// @param gone a file of the last analysis that is not there any more
    private RemovedPaths analyzed(@Nullable String branch, String gone) throws IOException {
        RemovedPaths paths = kept();
        paths.addPast(repository, head, branch, () -> false);
        paths.gone(gone);
        paths.keep(TreeOf.files("a", ""));
        return kept();
    }

    @Test
    void addPastWhenTheBranchIsAnotherOneForgetsWhatThatOneHad() throws IOException {
        commit("a");
        ObjectId base = head;
        commit("a", "b");
        commit("a");
        assertThat(analyzed("main", "c").had("b")).isTrue();
        head = base;
        commit("a", "d");
        commit("a");
        RemovedPaths other = analyzed("other", "c");
        assertThat(other.had("b")).as("of its history").isFalse();
        assertThat(other.had("c")).as("of the last analysis").isFalse();
        assertThat(other.had("d")).isTrue();
        commit("a", "e");
        RemovedPaths next = analyzed("other", "c");
        assertThat(next.had("c") && next.had("d")).as("once more of the same").isTrue();
        assertThat(analyzed("main", "f").had("f")).as("whatever the branch is called that goes on").isTrue();
        head = base;
        assertThat(analyzed("main", "c").had("c")).as("taken back").isFalse();
    }

    @Test
    void addPastWhenACommitOfAnotherBranchWasMergedKeepsWhatThatOneHad() throws IOException {
        commit("a");
        ObjectId base = head;
        commit("a", "b");
        commit("a");
        ObjectId merged = head;
        analyzed("feature", "c");
        head = base;
        commit("a", "d");
        merge(merged, "a");
        RemovedPaths both = analyzed("main", "c");
        assertThat(both.had("b") && both.had("c")).isTrue();
    }

    /// Only one on disk can be shallow.
    private void useFiles() throws IOException {
        repository.close();
        repository = new FileRepositoryBuilder().setBare().setGitDir(home.resolve("it.git").toFile()).build();
        repository.create(true);
    }

    @Test
    void addPastWhenACloneIsShallowGoesByTheBranch() throws IOException {
        useFiles();
        for (String branch : new String[]{"main", "other", null}) {
            head = ObjectId.zeroId();
            commit("a", "b");
            analyzed("main", "c");
            commit("a", String.valueOf(branch));
            commit("a");
            repository.getObjectDatabase().setShallowCommits(Set.of(head));
            assertThat(analyzed(branch, "b").had("b")).as(branch).isEqualTo("main".equals(branch));
            repository.getObjectDatabase().setShallowCommits(Set.of());
        }
    }

    @Test
    void addPastWhenAShallowCloneHasBothCommitsGoesByThem() throws IOException {
        useFiles();
        commit("a", "root");
        commit("a");
        repository.getObjectDatabase().setShallowCommits(Set.of(head));
        ObjectId base = head;
        Instant later = time.plus(Duration.ofDays(2));
        time = later;
        commit("a", "b");
        analyzed("main", "c");
        head = base;
        time = later.plusSeconds(1);
        commit("a", "d");
        assertThat(analyzed("main", "b").had("b")).as("rebased").isFalse();
        commit("a");
        assertThat(analyzed(null, "d").had("d")).as("on top of it").isTrue();
    }

    @Test
    void addPastWhenTheLastCommitIsNotThereAnyMoreForgetsWhatItHad() throws IOException {
        commit("a", "b");
        analyzed("main", "c");
        useFiles();
        head = ObjectId.zeroId();
        commit("a", "d");
        assertThat(analyzed("main", "b").had("b")).isFalse();
    }

    @Test
    void addPastWhenATreeIsMalformedGoesOnWithTheOthers() throws IOException {
        commit("a", "b");
        commit("a");
        ObjectId whole = head;
        for (String malformed : new String[]{"x", "100644 a", "100644 a\0b", "10064", "100644a", "\0\0\0",
                "9 a\0" + "b".repeat(20),
                "40000 a\0" + "b".repeat(19), "100644 \0" + "b".repeat(20)}) {
            head = whole;
            commitTree(malformed.getBytes(StandardCharsets.ISO_8859_1));
            commit("a", "c");
            commit("a");
            RemovedPaths paths = analyzed("main", "d");
            assertThat(paths.had("b") && paths.had("c")).as(malformed).isTrue();
        }
    }

    @Test
    void addPastWhenTreesAreMissingGoesOnWithTheOthers() throws IOException {
        commit("a", "b");
        commit("a");
        commit(ObjectId.fromString("1234567890123456789012345678901234567890"));
        commit("a", "c");
        commit("a");
        RemovedPaths paths = analyzed("main", "d");
        assertThat(paths.had("b") && paths.had("c")).isTrue();
    }

    @Test
    void addPastWhenACommitIsMalformedKeepsWhatCameAfterIt() throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            head = inserter.insert(Constants.OBJ_COMMIT, "tree 12".getBytes(StandardCharsets.US_ASCII));
            inserter.flush();
        }
        commit("a", "b");
        commit("a");
        assertThat(analyzed("main", "d").had("b")).isTrue();
    }

    @Test
    void addPastWhenItWasDoneBeforeReadsOnlyWhatIsNew() throws IOException {
        commit("a", "b");
        commit("a");
        RemovedPaths first = kept();
        first.addPast(repository, head, "main", () -> false);
        first.keep(TreeOf.files("a", ""));
        commit("a", "c");
        commit("a");
        int[] looks = {0};
        RemovedPaths second = kept();
        second.addPast(repository, head, "main", () -> looks[0]++ < 0);
        assertThat(looks[0]).as("two commits, both ways, and the end").isEqualTo(5);
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
