package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Keeps what HALO writes from other users of its machine: directories are 700, files 600, whatever the umask is. Where the file system
/// has no such rights, nothing is done.
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final FileAttribute<?> DIRECTORY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFiles() {
    }

    /// What came of it.
    ///
    /// @param changed how many files and directories others had rights to
    /// @param unchangeable one of those that they still have rights to; null for none
    public record Outcome(int changed, @Nullable Path unchangeable) {
    }

    /// Makes a directory, and those above it that are missing.
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(directory, DIRECTORY));
    }

    /// Makes an empty file, where there is none.
    public static void createFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            try {
                Files.createFile(file, attributes(file, FILE));
            } catch (FileAlreadyExistsException meanwhile) {
                // by another process
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path path, FileAttribute<?> rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{rights}
                : new FileAttribute<?>[0];
    }

    /// Takes the rights of others to a file, or to a directory and all below. Links are not followed.
    ///
    /// @return what came of it; what cannot be changed fails nothing
    public static Outcome protect(Path tree) throws IOException {
        return protect(tree, Integer.MAX_VALUE);
    }

    /// As [#protect(Path)], for a directory and what lies in it, but not what lies below.
    static Outcome protectTop(Path directory) throws IOException {
        return protect(directory, 1);
    }

    private static Outcome protect(Path tree, int depth) throws IOException {
        Protection protection = new Protection();
        Files.walkFileTree(tree, Set.of(), depth, protection);
        return new Outcome(protection.changed, protection.unchangeable);
    }

    private static final class Protection extends SimpleFileVisitor<Path> {

        private int changed;
        private @Nullable Path unchangeable;

        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return protect(each);
        }

        @Override
        public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : protect(each);
        }

        @Override
        public FileVisitResult visitFileFailed(Path each, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path each, @Nullable IOException changing) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult protect(Path each) {
            PosixFileAttributeView view = Files.getFileAttributeView(each, PosixFileAttributeView.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (view == null) {
                return FileVisitResult.TERMINATE;
            }
            try {
                Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
                rights.addAll(view.readAttributes().permissions());
                if (rights.removeAll(OF_OTHERS)) {
                    // by path: the view of a link that is not followed cannot be set on Linux
                    Files.setPosixFilePermissions(each, rights);
                    changed++;
                }
            } catch (IOException | UnsupportedOperationException refused) {
                unchangeable = Files.exists(each, LinkOption.NOFOLLOW_LINKS) ? each : unchangeable;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
