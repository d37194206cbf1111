package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;

/// Finds out whether everybody on the machine can read a file.
final class FileExposure {

    private FileExposure() {
    }

    /// What is known about it.
    enum Exposure {
        /// Everybody can read it.
        OPEN,
        /// Its own permissions, or those of a directory above, keep others out.
        CLOSED,
        /// The file system has no such permissions, or they could not be read.
        UNKNOWN
    }

    static Exposure of(Path file) {
        try {
            Path real = file.toRealPath();
            if (!allows(real, PosixFilePermission.OTHERS_READ)) {
                return Exposure.CLOSED;
            }
            for (Path above = real.getParent(); above != null; above = above.getParent()) {
                if (!allows(above, PosixFilePermission.OTHERS_EXECUTE)) {
                    return Exposure.CLOSED;
                }
            }
            return Exposure.OPEN;
        } catch (IOException | UnsupportedOperationException unknown) {
            return Exposure.UNKNOWN;
        }
    }

    private static boolean allows(Path path, PosixFilePermission permission) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            throw new UnsupportedOperationException("no POSIX permissions");
        }
        return view.readAttributes().permissions().contains(permission);
    }
}
