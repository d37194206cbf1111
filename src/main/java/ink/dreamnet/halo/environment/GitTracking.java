package ink.dreamnet.halo.environment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.core.GitDirectories;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Finds out whether git keeps a file: whether its path is in the index or in HEAD of the repository that it lies in. Opens each
/// repository once.
final class GitTracking implements AutoCloseable {

    private final Map<File, Opened> byGitDirectory = new HashMap<>();
    private final Set<Path> checked = new HashSet<>();

    private record Opened(Repository repository, DirCache index, @Nullable RevTree head) {
    }

    /// Finds where git has the file.
    ///
    /// @return `the index`, `HEAD`, or null where git does not have it
    /// @throws IOException where its repository cannot be read
    @Nullable
    String place(Path file) throws IOException {
        Path real = file.toRealPath();
        checkAround(real);
        FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
        if (builder.getGitDir() == null) {
            return null;
        }
        Opened opened = byGitDirectory.get(builder.getGitDir());
        if (opened == null) {
            opened = open(builder);
            byGitDirectory.put(builder.getGitDir(), opened);
        }
        if (opened.repository().isBare()) {
            return null;
        }
        Path workTree = opened.repository().getWorkTree().toPath().toRealPath();
        if (!real.startsWith(workTree)) {
            return null;
        }
        String path = workTree.relativize(real).toString().replace(File.separatorChar, '/');
        if (opened.index().findEntry(path) >= 0) {
            return "the index";
        }
        if (opened.head() == null) {
            return null;
        }
        try (TreeWalk found = TreeWalk.forPath(opened.repository(), path, opened.head())) {
            return found == null ? null : "HEAD";
        }
    }

    /// Checks the nearest git directory, once.
    private void checkAround(Path file) throws IOException {
        List<Path> places = new ArrayList<>();
        boolean found = false;
        for (Path place = file.getParent(); place != null && !found
                && !checked.contains(place); place = place.getParent()) {
            found = GitDirectories.check(place);
            places.add(place);
        }
        checked.addAll(places);
    }

    private static Opened open(FileRepositoryBuilder builder) throws IOException {
        Repository repository = builder.setMustExist(true).build();
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId head = repository.resolve(Constants.HEAD + "^{tree}");
            DirCache index = repository.isBare() ? DirCache.newInCore() : repository.readDirCache();
            return new Opened(repository, index, head == null ? null : walk.parseTree(head));
        } catch (IOException | RuntimeException broken) {
            repository.close();
            throw broken instanceof IOException io ? io : new IOException(broken);
        }
    }

    @Override
    public void close() {
        byGitDirectory.values().forEach(opened -> opened.repository().close());
    }
}
