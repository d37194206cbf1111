package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/// Reads files whose paths somebody else chose: only regular ones, and never more than so much. A pipe would be waited for without
/// end, and a device may have no end.
public final class RegularFiles {

    /// Of a file's mode: the bits of its type, and those of a socket.
    private static final int TYPE = 0xF000;
    private static final int SOCKET = 0xC000;

    private RegularFiles() {
    }

    /// @param most how many bytes it may have
    /// @return the bytes of a file, whatever links lead there
    /// @throws IOException where it is not a regular file, is larger, or cannot be read
    public static byte[] read(Path file, int most) throws IOException {
        check(file);
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, most);
        }
    }

    static void check(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException("it is not a regular file");
        }
    }

    static byte[] read(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new IOException("it is larger than %d bytes".formatted(most));
        }
        return bytes;
    }

    /// Checks a directory that a library is to read, and whatever links in it lead to. Sockets may lie there (git's file system monitor has
    /// one): nobody waits who opens one as a file, because that fails.
    ///
    /// @param directory without links
    /// @param most how many files and directories it may have, with all below
    /// @param files what may be read
    /// @throws IOException where it has more, or a pipe or a device, or leads to what may not be read
    static void checkTree(Path directory, int most, AllowedFiles files) throws IOException {
        new Tree(directory, most, files).walk(directory);
    }

    private static final class Tree extends SimpleFileVisitor<Path> {

        private final Path directory;
        private final AllowedFiles files;
        private final Set<Path> linked = new HashSet<>();
        private final int most;
        private int left;

        Tree(Path directory, int most, AllowedFiles files) {
            this.directory = directory;
            this.left = most;
            this.most = most;
            this.files = files;
        }

        void walk(Path from) throws IOException {
            Files.walkFileTree(from, this);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
            return count();
        }

        @Override
        public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
            if (attributes.isSymbolicLink()) {
                follow(each);
            } else if (attributes.isOther() && !isSocket(each)) {
                throw new IOException("%s is not a regular file".formatted(
                        each.startsWith(directory) ? directory.relativize(each) : each.getFileName()));
            }
            return count();
        }

        @Override
        public FileVisitResult visitFileFailed(Path each, IOException failed) throws IOException {
            // gone meanwhile, or not readable: whoever reads it finds out at once
            return count();
        }

        private void follow(Path link) throws IOException {
            Path real;
            try {
                real = files.resolve(link);
            } catch (FileRefusedException refused) {
                throw refused;
            } catch (IOException absent) {
                return;
            }
            if (linked.add(real)) {
                walk(real);
            }
        }

        private FileVisitResult count() throws IOException {
            if (--left < 0) {
                throw new IOException("has more than %d files".formatted(most));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private static boolean isSocket(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getAttribute(file, "unix:mode") instanceof Integer mode && (mode & TYPE) == SOCKET;
    }
}
