package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ink.dreamnet.halo.core.files.IsolatedGit;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/// A repository for a test, whose commits are written straight into its object database.
final class Scratch implements AutoCloseable {

    private record Entry(FileMode mode, ObjectId id) {
    }

    private final Path directory;
    private final Repository repository;
    private final Map<String, Entry> files = new TreeMap<>();
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    Scratch(Path directory) throws IOException {
        IsolatedGit.install();
        this.directory = directory;
        this.repository = new FileRepositoryBuilder().setWorkTree(directory.toFile()).setGitDir(
                directory.resolve(".git").toFile()).build();
        repository.create();
        repository.updateRef(Constants.HEAD).link("refs/heads/main");
    }

    Path directory() {
        return directory;
    }

    Repository git() {
        return repository;
    }

    Scratch at(Instant committed) {
        time = committed;
        return this;
    }

    Scratch file(String path, String content) throws IOException {
        return entry(path, FileMode.REGULAR_FILE, content);
    }

    Scratch link(String path, String target) throws IOException {
        return entry(path, FileMode.SYMLINK, target);
    }

    Scratch submodule(String path) {
        files.put(path, new Entry(FileMode.GITLINK, ObjectId.fromString("1234567890123456789012345678901234567890")));
        return this;
    }

    Scratch remove(String path) {
        files.remove(path);
        return this;
    }

    ObjectId blob(String path) {
        return Objects.requireNonNull(files.get(path)).id();
    }

    private Scratch entry(String path, FileMode mode, String content) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            files.put(path, new Entry(mode, id));
        }
        return this;
    }

    /// Commits the files to `main`.
    ObjectId commit() throws IOException {
        return commit("refs/heads/main", repository.resolve("refs/heads/main"));
    }

    /// Commits the files to a ref.
    ObjectId commit(String ref, @Nullable ObjectId parent) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache cache = DirCache.newInCore();
            DirCacheBuilder builder = cache.builder();
            files.forEach((path, entry) -> {
                DirCacheEntry made = new DirCacheEntry(path);
                made.setFileMode(entry.mode());
                made.setObjectId(entry.id());
                builder.add(made);
            });
            builder.finish();
            return commit(ref, parent, cache.writeTree(inserter), inserter);
        }
    }

    /// Commits a tree to `main`, which has what no file system takes.
    ObjectId commit(ObjectId tree) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            return commit("refs/heads/main", repository.resolve("refs/heads/main"), tree, inserter);
        }
    }

    private ObjectId commit(String ref, @Nullable ObjectId parent, ObjectId tree, ObjectInserter inserter)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setMessage("test");
        PersonIdent ident = new PersonIdent("Test", "test@example.org", time, ZoneOffset.UTC);
        commit.setAuthor(ident);
        commit.setCommitter(ident);
        if (parent != null) {
            commit.setParentId(parent);
        }
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.forceUpdate();
        time = time.plusSeconds(60);
        return id;
    }

    /// The file of a loose object.
    Path object(ObjectId id) {
        String name = id.name();
        return directory.resolve(".git/objects").resolve(name.substring(0, 2)).resolve(name.substring(2));
    }

    @Override
    public void close() {
        repository.close();
    }
}
