package ink.dreamnet.halo.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import ink.dreamnet.halo.core.files.IsolatedGit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.springframework.util.FileSystemUtils;

/// The environments and repositories of the demo fleet: a directory for each, in one that is made at the start and deleted at the
/// end.
final class DemoFiles implements AutoCloseable {

    private static final String AUTHOR = "demo";
    private static final String ADDRESS = "demo@localhost";

    private final Path root;

    /// @param directory where the directory is made
    DemoFiles(Path directory) {
        try {
            Files.createDirectories(directory);
            root = Files.createTempDirectory(directory.toRealPath(), "fleet-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path root() {
        return root;
    }

    /// @param files their contents, by path
    void write(String id, Map<String, Object> files) {
        try {
            for (Map.Entry<String, Object> file : files.entrySet()) {
                Path path = root.resolve(id).resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue().toString());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Writes the files, and commits them to the repository of that directory, which is made where there is none.
    void commit(String id, Map<String, Object> files, String message) {
        write(id, files);
        IsolatedGit.install();
        try (Git git = Git.init().setDirectory(root.resolve(id).toFile()).call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage(message).setAuthor(AUTHOR, ADDRESS).setCommitter(AUTHOR, ADDRESS).setSign(false)
                    .call();
        } catch (GitAPIException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(root);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
