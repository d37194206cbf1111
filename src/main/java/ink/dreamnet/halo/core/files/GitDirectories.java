package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Checks what a git library is about to read: it opens whatever has the right name, and a pipe would hold its thread for good. It also
/// goes wherever a repository leads it ([gitrepository-layout](https://git-scm.com/docs/gitrepository-layout)), so all of that must be
/// files that may be read.
public final class GitDirectories {

    private static final int MOST_FILES = 500_000;
    private static final int LONGEST_POINTER = 4096;
    private static final int LARGEST_CONFIG = 1 << 20;
    /// As many as git follows.
    private static final int MOST_ALTERNATES = 5;
    private static final List<String> CONFIGS = List.of("config", "config.worktree");
    /// The section that takes in other files; sections may follow each other on one line.
    private static final Pattern INCLUDE = Pattern.compile("\\[\\s*include", Pattern.CASE_INSENSITIVE);
    /// A ref that names a file which is none.
    private static final Pattern LEADS_OUT = Pattern.compile("(?s)ref:\\s*+(?:(?!refs/)|.*\\.\\.).*");

    private GitDirectories() {
    }

    /// Checks the git directory of a place: its `.git`, what this names where it is a file, or the place itself where it is a bare
    /// repository.
    ///
    /// @param files what may be read
    /// @return whether there is one
    /// @throws FileRefusedException where it leads to what may not be read
    /// @throws IOException where something in it is neither a regular file nor a directory
    public static boolean check(Path place, AllowedFiles files) throws IOException {
        Path git = find(place.resolve(".git"), files);
        if (git != null) {
            checkWithCommon(Files.isDirectory(git) ? git : find(place.resolve(pointer(git, files)), files), files);
            return true;
        }
        boolean bare = isDirectory(place.resolve("objects"), files) && isDirectory(place.resolve("refs"), files);
        if (bare) {
            checkWithCommon(files.resolve(place), files);
        }
        return bare;
    }

    /// The common directory of a work tree that was added to another.
    private static void checkWithCommon(@Nullable Path git, AllowedFiles files) throws IOException {
        if (git == null || !Files.isDirectory(git)) {
            return;
        }
        checkOne(git, files);
        Path common = find(git.resolve("commondir"), files);
        Path directory = common == null ? null : find(git.resolve(pointer(common, files)), files);
        if (directory != null && Files.isDirectory(directory)) {
            checkOne(directory, files);
        }
    }

    private static void checkOne(Path git, AllowedFiles files) throws IOException {
        RegularFiles.checkTree(git, MOST_FILES, files);
        checkAlternates(git.resolve("objects"), MOST_ALTERNATES, files);
        if (files == AllowedFiles.ANY) {
            return;
        }
        for (String name : CONFIGS) {
            Path config = find(git.resolve(name), files);
            if (config != null && INCLUDE.matcher(text(config, LARGEST_CONFIG, files)).find()) {
                throw new IOException("its %s includes other files".formatted(name));
            }
        }
        checkRefs(git, files);
    }

    private static void checkAlternates(Path objects, int most, AllowedFiles files) throws IOException {
        Path named = find(objects.resolve("info/alternates"), files);
        if (named == null) {
            return;
        }
        if (most == 0) {
            throw new IOException("borrows objects over too many others");
        }
        for (String line : text(named, LARGEST_CONFIG, files).lines().toList()) {
            // JGit knows no comments there
            Path other = line.isBlank() ? null : find(objects.resolve(line), files);
            if (other != null && Files.isDirectory(other)) {
                RegularFiles.checkTree(other, MOST_FILES, files);
                checkAlternates(other, most - 1, files);
            }
        }
    }

    private static void checkRefs(Path git, AllowedFiles files) throws IOException {
        try (Stream<Path> top = Files.list(git);
                Stream<Path> below = isDirectory(git.resolve("refs"), files)
                        ? Files.walk(files.resolve(git.resolve("refs")))
                        : Stream.empty()) {
            for (Path ref : Stream.concat(top.filter(file -> file.getFileName().toString().endsWith("HEAD")), below)
                    .filter(Files::isRegularFile).toList()) {
                // a longer one is no ref
                if (Files.size(ref) <= LONGEST_POINTER && LEADS_OUT.matcher(
                        new String(RegularFiles.read(ref, LONGEST_POINTER), StandardCharsets.UTF_8)).matches()) {
                    throw new IOException("its %s leads out of the repository".formatted(ref.getFileName()));
                }
            }
        } catch (UncheckedIOException changing) {
            throw changing.getCause();
        }
    }

    private static boolean isDirectory(Path path, AllowedFiles files) throws IOException {
        Path real = find(path, files);
        return real != null && Files.isDirectory(real);
    }

    /// @return the real path; null where there is none
    private static @Nullable Path find(Path path, AllowedFiles files) throws IOException {
        try {
            return files.resolve(path);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static String pointer(Path file, AllowedFiles files) throws IOException {
        String text = text(file, LONGEST_POINTER, files);
        return (text.startsWith("gitdir:") ? text.substring("gitdir:".length()) : text).strip();
    }

    private static String text(Path file, int most, AllowedFiles files) throws IOException {
        return new String(files.read(file, most), StandardCharsets.UTF_8);
    }
}
