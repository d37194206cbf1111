package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Writes the files of a commit into an empty directory, and nowhere else whatever the commit says. There is no `.git`.
public final class Checkout {

    private static final int MAX_LINK = 4096;

    private Checkout() {
    }

    /// @param directory where to write; it is made, and must not exist
    /// @param maxBytes how much may be written
    /// @throws IOException where it cannot be written, is too large, or names a file that must not be
    public static void write(Repository repository, ObjectId tree, Path directory, long maxBytes)
            throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createDirectory(directory);
        long left = maxBytes;
        try (ObjectReader reader = repository.newObjectReader(); TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                Path file = place(directory, walk.getPathString());
                FileMode mode = walk.getFileMode(0);
                if (mode == FileMode.TREE) {
                    Files.createDirectory(file);
                    walk.enterSubtree();
                } else if (mode == FileMode.GITLINK) {
                    Files.createDirectory(file);
                } else {
                    ObjectLoader blob = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
                    left -= blob.getSize();
                    if (left < 0) {
                        throw new IOException("its files are larger than %d MB".formatted(maxBytes / (1024 * 1024)));
                    }
                    write(blob, file, mode, walk.getDepth());
                }
            }
        }
    }

    private static void write(ObjectLoader blob, Path file, FileMode mode, int depth) throws IOException {
        if (mode == FileMode.SYMLINK) {
            String target = new String(blob.getCachedBytes(MAX_LINK), StandardCharsets.UTF_8);
            if (staysInside(depth, target)) {
                Files.createSymbolicLink(file, Path.of(target));
            }
            return;
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            blob.copyTo(out);
        }
        if (mode == FileMode.EXECUTABLE_FILE && Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// @return where an entry goes; its parents are directories that were made here
    private static Path place(Path directory, String path) throws IOException {
        Path at = directory;
        for (String part : path.split("/", -1)) {
            String lower = part.toLowerCase(Locale.ROOT);
            if (part.isEmpty() || part.equals(".") || part.equals("..") || lower.equals(".git")
                    || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                throw new IOException("its path '%s' cannot be written".formatted(path));
            }
            if (!at.equals(directory) && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("its path '%s' leads through something that is no directory".formatted(path));
            }
            at = at.resolve(part);
        }
        return at;
    }

    /// Where `..` stands behind a name it could lead out through another link, so it is allowed at the front only.
    ///
    /// @param depth in how many directories of the checkout the link lies
    private static boolean staysInside(int depth, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        int up = 0;
        boolean named = false;
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                if (named || ++up > depth) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                named = true;
            }
        }
        return true;
    }
}
