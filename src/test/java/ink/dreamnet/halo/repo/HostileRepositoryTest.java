package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import ink.dreamnet.halo.repo.Inspection.Coverage;
import ink.dreamnet.halo.repo.Inspection.Status;
import ink.dreamnet.halo.support.Pipes;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// Repositories whose authors want to keep HALO busy for ever.
class HostileRepositoryTest {

    private static final String SLOW = "**/" + "*a".repeat(40) + "[b]\n";

    @TempDir
    Path directory;
    private Scratch scratch;
    private Workbench bench;

    @BeforeEach
    void makeARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
        bench = new Workbench(directory.resolve("data"), Map.of(), Map.of());
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    private Inspection inspect() {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> bench.inspect(scratch.directory()));
    }

    @Test
    void inspectWhenAnIgnoreRuleIsWrittenToBeSlowReadsTheRest() throws IOException {
        scratch.file(".gitignore", SLOW).file(".haloignore", SLOW).file("a".repeat(200) + "c.txt", "bad")
                .file("b.txt", "-> " + "a".repeat(100)).commit();
        Inspection seen = inspect();
        assertThat(seen.status()).isEqualTo(Status.ANALYZED);
        assertThat(findings(seen)).containsExactlyInAnyOrder("repo.bad-word " + "a".repeat(200) + "c.txt medium",
                "repo.link-broken b.txt low");
    }

    @Test
    void inspectWhenItsIgnoreRulesAreTooMuchWorkIsNotInspectedAndSaysWhy() throws IOException {
        scratch.file(".haloignore", SLOW.repeat(20_000));
        for (int i = 0; i < 300; i++) {
            scratch.file("dir/" + "a".repeat(200) + i + ".txt", "bad");
        }
        scratch.commit();
        Inspection seen = inspect();
        assertThat(seen.status()).isEqualTo(Status.FAILED);
        assertThat(seen.coverage()).isInstanceOf(Coverage.Nothing.class);
        assertThat(seen.note()).isEqualTo("cannot be inspected: judging its ignore rules takes too many steps");
    }

    @Test
    void inspectWhenItHasMoreRulesThanAnybodyWritesIsNotInspected() throws IOException {
        scratch.file("a.txt", "bad").file(".gitignore", "x\n".repeat(60_000)).commit();
        assertThat(inspect().note()).contains("more than 50000 rules");
    }

    @Test
    void inspectWhenALineOfItsSubmodulesIsWrittenToBeSlowSaysThatTheyCannotBeRead() throws IOException {
        scratch.file("a.txt", "bad").file(".gitmodules", "[submodule \"a\"]\n\tpath = b" + ";".repeat(1_000_000))
                .commit();
        assertThat(findings(inspect())).containsExactlyInAnyOrder("repo.bad-word a.txt medium",
                "repo.submodule-unresolved .gitmodules medium");
    }

    /// Twelve trees, whose paths nobody can count.
    private ObjectId bomb(FileMode mode) throws IOException {
        try (ObjectInserter inserter = scratch.git().newObjectInserter()) {
            ObjectId inner = mode == FileMode.TREE
                    ? inserter.insert(new TreeFormatter())
                    : inserter.insert(Constants.OBJ_BLOB, new byte[0]);
            FileMode innerMode = mode;
            for (int level = 0; level < 12; level++) {
                TreeFormatter tree = new TreeFormatter();
                for (char name = 'a'; name <= 'z'; name++) {
                    tree.append(String.valueOf(name), innerMode, inner);
                }
                inner = inserter.insert(tree);
                innerMode = FileMode.TREE;
            }
            inserter.flush();
            return inner;
        }
    }

    @Test
    void inspectWhenAnEarlierCommitHadMoreFilesThanCanBeCountedReadsThisOne() throws IOException {
        scratch.commit(bomb(FileMode.REGULAR_FILE));
        scratch.file("a.txt", "bad").commit();
        assertThat(findings(inspect())).containsExactly("repo.bad-word a.txt medium");
    }

    private ObjectId malformed() throws IOException {
        try (ObjectInserter inserter = scratch.git().newObjectInserter()) {
            ObjectId tree = inserter.insert(Constants.OBJ_TREE, "100644 a\0b".getBytes(StandardCharsets.US_ASCII));
            inserter.flush();
            return tree;
        }
    }

    @Test
    void inspectWhenTheTreeOfAnEarlierCommitIsMalformedReadsThisOne() throws IOException {
        scratch.commit(malformed());
        scratch.file("a.txt", "bad").commit();
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactlyInAnyOrder("repo.objects-corrupt  critical",
                "repo.bad-word a.txt medium");
        scratch.git().getConfig().setString("extensions", null, "partialClone", "origin");
        scratch.git().getConfig().save();
        scratch.file("b.txt", "fine").commit();
        assertThat(findings(inspect())).as("of a partial clone").containsExactly("repo.bad-word a.txt medium");
    }

    @Test
    void inspectWhenItHasMoreDirectoriesThanCanBeCountedIsNotInspected() throws IOException {
        bench = new Workbench(directory.resolve("data"), Map.of("halo.repo.max-files", "1000"), Map.of());
        scratch.commit(bomb(FileMode.TREE));
        assertThat(inspect().note()).contains("more than 1000 files or directories");
    }

    @Test
    void inspectWhenItsGitDirectoryHasAPipeIsUnreachable() throws Exception {
        scratch.file("a.txt", "fine").commit();
        Path head = scratch.directory().resolve(".git/HEAD");
        Files.move(head, head.resolveSibling("kept"));
        Pipes.make(head);
        Inspection seen = inspect();
        assertThat(findings(seen)).containsExactly("repo.unreachable  high");
        assertThat(seen.state().getFirst().message()).contains("HEAD is not a regular file");
        Files.move(head.resolveSibling("kept"), head, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Pipes.make(scratch.directory().resolve("pipe"));
        assertThat(inspect().status()).as("what is not in git is not read").isEqualTo(Status.ANALYZED);
    }
}
