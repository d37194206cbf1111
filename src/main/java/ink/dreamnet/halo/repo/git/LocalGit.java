package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.FileRefusedException;
import ink.dreamnet.halo.core.files.GitDirectories;
import ink.dreamnet.halo.core.files.IsolatedGit;
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
    /// @param files what may be read
    /// @throws GitUnavailableException where there is none, or it cannot be read
    public static Repository open(Path path, AllowedFiles files) throws GitUnavailableException {
        IsolatedGit.install();
        Path absolute = path.toAbsolutePath().normalize();
        Path real = check(absolute, files);
        FileRepositoryBuilder builder = new FileRepositoryBuilder();
        Path parent = real.getParent();
        if (parent != null) {
            builder.addCeilingDirectory(parent.toFile());
        }
        try {
            builder.findGitDir(real.toFile());
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

    /// Checks that a repository may be opened, and whatever it leads to.
    ///
    /// @return its real path
    /// @throws GitUnavailableException where there is none, or it may not be read
    public static Path check(Path path, AllowedFiles files) throws GitUnavailableException {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Path real = resolve(absolute, files);
            GitDirectories.check(real, files);
            return real;
        } catch (FileRefusedException refused) {
            throw new GitUnavailableException("%s %s".formatted(absolute, refused.reason()), refused);
        } catch (IOException | InvalidPathException special) {
            throw new GitUnavailableException("%s cannot be read: %s".formatted(absolute, special.getMessage()),
                    special);
        }
    }

    private static Path resolve(Path absolute, AllowedFiles files) throws IOException, GitUnavailableException {
        try {
            return files.resolve(absolute);
        } catch (NoSuchFileException none) {
            throw GitUnavailableException.absent("there is no directory %s".formatted(absolute));
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
