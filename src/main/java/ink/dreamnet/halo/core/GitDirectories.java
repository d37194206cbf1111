package ink.dreamnet.halo.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Checks what a git library is about to read: it opens whatever has the right name, and a pipe would hold its thread for good.
public final class GitDirectories {

    private static final int MOST_FILES = 500_000;
    private static final int LONGEST_POINTER = 4096;

    private GitDirectories() {
    }

    /// Checks the git directory of a place: its `.git`, what this names where it is a file, or the place itself where it is a bare
    /// repository.
    ///
    /// @return whether there is one
    /// @throws IOException where something in it is neither a regular file nor a directory
    public static boolean check(Path place) throws IOException {
        Path git = place.resolve(".git");
        if (Files.isDirectory(git)) {
            checkWithCommon(git);
            return true;
        }
        if (Files.exists(git)) {
            checkWithCommon(place.resolve(pointer(git)));
            return true;
        }
        boolean bare = Files.isDirectory(place.resolve("objects")) && Files.isDirectory(place.resolve("refs"));
        if (bare) {
            checkWithCommon(place);
        }
        return bare;
    }

    /// The common directory of a work tree that was added to another.
    private static void checkWithCommon(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            RegularFiles.checkTree(git, MOST_FILES);
            Path common = git.resolve("commondir");
            if (Files.exists(common)) {
                Path directory = git.resolve(pointer(common));
                if (Files.isDirectory(directory)) {
                    RegularFiles.checkTree(directory, MOST_FILES);
                }
            }
        }
    }

    private static String pointer(Path file) throws IOException {
        String text = new String(RegularFiles.read(file, LONGEST_POINTER), StandardCharsets.UTF_8);
        return (text.startsWith("gitdir:") ? text.substring("gitdir:".length()) : text).strip();
    }
}
