package ink.dreamnet.halo.repo.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.GitDirectories;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/// Opens repositories that lie on this machine. They are only ever read.
public final class LocalGit {

    private LocalGit() {
    }

    /// Opens a repository.
    ///
    /// @param path the root of a work tree, or a bare repository
    /// @throws GitUnavailableException where there is none, or it cannot be read
    public static Repository open(Path path) throws GitUnavailableException {
        IsolatedGit.install();
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw GitUnavailableException.absent("there is no directory %s".formatted(absolute));
        }
        try {
            GitDirectories.check(absolute);
        } catch (IOException | InvalidPathException special) {
            throw new GitUnavailableException("%s cannot be read: %s".formatted(absolute, special.getMessage()),
                    special);
        }
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        Path parent = absolute.getParent();
        if (parent != null) {
            builder.addCeilingDirectory(parent.toFile());
        }
        File directory = absolute.toFile();
        try {
            builder.findGitDir(directory);
            if (builder.getGitDir() == null) {
                throw GitUnavailableException.absent("%s is neither the root of a git work tree nor a bare repository"
                        .formatted(absolute));
            }
            return builder.setMustExist(true).build();
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new GitUnavailableException("%s cannot be read: %s".formatted(absolute, unreadable.getMessage()),
                    unreadable);
        }
    }

    /// @return the tags of a repository as of [RemoteGit#tags]; null where they cannot be read, which the check of its refs reports
    public static @Nullable Map<String, String> tags(Repository repository) {
        try {
            List<Ref> tags = new ArrayList<>();
            for (Ref tag : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                tags.add(repository.getRefDatabase().peel(tag));
            }
            return ShallowFetch.tags(tags);
        } catch (IOException unreadable) {
            return null;
        }
    }
}
