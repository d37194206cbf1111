package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import ink.dreamnet.halo.core.files.IsolatedGit;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckoutTest {

    @TempDir
    Path directory;
    private Repository repository;
    private ObjectInserter inserter;

    @BeforeEach
    void makeARepository() throws IOException {
        IsolatedGit.install();
        repository = new FileRepositoryBuilder().setBare().setGitDir(directory.resolve("it.git").toFile()).build();
        repository.create(true);
        inserter = repository.newObjectInserter();
    }

    @AfterEach
    void close() {
        inserter.close();
        repository.close();
    }

    private ObjectId blob(String content) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectId write(TreeFormatter tree) throws IOException {
        ObjectId id = inserter.insert(tree);
        inserter.flush();
        return id;
    }

    /// A tree with a name that git itself would not write.
    private ObjectId odd(String name, FileMode mode, ObjectId id) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        tree.append(bytes, 0, bytes.length, mode, id, true);
        return write(tree);
    }

    @Test
    void writeWhenOrdinaryWritesFilesAndSafeLinksOnly() throws Exception {
        TreeFormatter sub = new TreeFormatter();
        sub.append("inside", FileMode.SYMLINK, blob("../run.sh"));
        sub.append("outside", FileMode.SYMLINK, blob("../../secret"));
        sub.append("sly", FileMode.SYMLINK, blob("inside/../../.."));
        ObjectId subId = write(sub);
        TreeFormatter root = new TreeFormatter();
        root.append("absolute", FileMode.SYMLINK, blob("/etc/passwd"));
        root.append("run.sh", FileMode.EXECUTABLE_FILE, blob("#!/bin/sh\n"));
        root.append("sub", FileMode.TREE, subId);
        Path out = directory.resolve("out");
        Checkout.write(repository, write(root), out, 1000);
        assertThat(Files.isExecutable(out.resolve("run.sh"))).isTrue();
        assertThat(out.resolve("sub/inside")).hasContent("#!/bin/sh\n");
        for (String unsafe : new String[]{"absolute", "sub/outside", "sub/sly"}) {
            assertThat(Files.exists(out.resolve(unsafe), LinkOption.NOFOLLOW_LINKS)).as(unsafe).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", "a\\b"})
    void writeWhenANameIsDangerousWritesNothing(String name) throws Exception {
        ObjectId tree = odd(name, FileMode.REGULAR_FILE, blob("x"));
        assertThatThrownBy(() -> Checkout.write(repository, tree, directory.resolve("out"), 1000))
                .isInstanceOf(IOException.class).hasMessageContaining("cannot be written");
    }

    @Test
    void writeWhenALinkStandsWhereADirectoryShouldDoesNotFollowIt() throws Exception {
        TreeFormatter inner = new TreeFormatter();
        inner.append("planted", FileMode.REGULAR_FILE, blob("x"));
        ObjectId innerId = write(inner);
        TreeFormatter root = new TreeFormatter();
        root.append("d", FileMode.SYMLINK, blob("e"));
        root.append("d", FileMode.TREE, innerId);
        ObjectId tree = write(root);
        assertThatThrownBy(() -> Checkout.write(repository, tree, directory.resolve("out"), 1000))
                .isInstanceOf(IOException.class);
    }

    @Test
    void writeWhenTooLargeStops() throws Exception {
        ObjectId tree = odd("a", FileMode.REGULAR_FILE, blob("x".repeat(2000)));
        assertThatThrownBy(() -> Checkout.write(repository, tree, directory.resolve("out"), 1000))
                .hasMessageContaining("larger than");
    }
}
