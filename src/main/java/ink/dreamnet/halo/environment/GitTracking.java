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

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.FileRefusedException;
import ink.dreamnet.halo.core.files.GitDirectories;
import ink.dreamnet.halo.core.files.IsolatedGit;
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
    private final Set<Place> checked = new HashSet<>();

    private record Opened(Repository repository, DirCache index, @Nullable RevTree head) {
    }

    /// A directory as it was checked: what the API put may not lead where configuration may.
    private record Place(Path directory, AllowedFiles files) {
    }

    GitTracking() {
        IsolatedGit.install();
    }

    /// Finds where git has the file.
    ///
    /// @param files those that may be read
    /// @return `the index`, `HEAD`, or null where git does not have it
    /// @throws IOException where its repository cannot be read
    @Nullable
    String place(Path file, AllowedFiles files) throws IOException {
        Path real = files.resolve(file);
        checkAround(real, files);
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
        // not its real path: where it is elsewhere, nobody needs to know whether it exists
        Path workTree = opened.repository().getWorkTree().toPath().toAbsolutePath().normalize();
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
    private void checkAround(Path file, AllowedFiles files) throws IOException {
        List<Place> places = new ArrayList<>();
        boolean found = false;
        for (Path above = file.getParent(); above != null && !found; above = above.getParent()) {
            Place place = new Place(above, files);
            if (checked.contains(place)) {
                break;
            }
            found = check(above, files);
            places.add(place);
        }
        checked.addAll(places);
    }

    private static boolean check(Path place, AllowedFiles files) throws IOException {
        AllowedFiles here = files;
        try {
            files.resolve(place);
        } catch (FileRefusedException above) {
            // nobody named it: the file lies in it
            here = AllowedFiles.ANY;
        }
        return GitDirectories.check(place, here);
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
