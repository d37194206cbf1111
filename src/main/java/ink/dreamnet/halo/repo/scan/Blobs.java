package ink.dreamnet.halo.repo.scan;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.ZipException;

import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Reads the contents of files, each thread with a reader of its own, and checks that they are what their ids say.
final class Blobs implements Closeable {

    private final Repository repository;
    private final int maxBytes;
    private final Queue<ObjectReader> idle = new ConcurrentLinkedQueue<>();

    /// @param maxBytes files that are larger are not read
    Blobs(Repository repository, int maxBytes) {
        this.repository = repository;
        this.maxBytes = maxBytes;
    }

    /// @return null for a submodule, and for a file that is larger than what is read
    /// @throws DamagedException where the object is missing or corrupt
    @Nullable
    SourceFile read(TreeFile file) throws IOException {
        return file.size() > maxBytes ? null : read(file, this::whole);
    }

    /// Reads how a file begins, as much as tells text from binary. Its checksum is not known then.
    ///
    /// @return null for a submodule
    /// @throws DamagedException where the object is missing or corrupt
    @Nullable
    SourceFile beginning(TreeFile file) throws IOException {
        return read(file, (_, loader) -> {
            try (InputStream stream = loader.openStream()) {
                return stream.readNBytes(SourceFile.SNIFFED);
            }
        });
    }

    private byte @Nullable [] whole(ObjectId id, ObjectLoader loader) throws IOException {
        if (loader.getSize() > maxBytes) {
            return null;
        }
        byte[] bytes = loader.getCachedBytes(maxBytes);
        try (ObjectInserter.Formatter hash = new ObjectInserter.Formatter()) {
            if (!hash.idFor(Constants.OBJ_BLOB, bytes).equals(id)) {
                throw new CorruptObjectException(id, "its content has another checksum");
            }
        }
        return bytes;
    }

    private interface Content {
        byte @Nullable [] of(ObjectId id, ObjectLoader loader) throws IOException;
    }

    private @Nullable SourceFile read(TreeFile file, Content content) throws IOException {
        if (file.kind() == TreeFile.Kind.SUBMODULE) {
            return null;
        }
        ObjectReader pooled = idle.poll();
        ObjectReader reader = pooled == null ? repository.newObjectReader() : pooled;
        try {
            ObjectId id = ObjectId.fromString(file.objectId());
            byte[] bytes = content.of(id, reader.open(id, Constants.OBJ_BLOB));
            return bytes == null ? null : new SourceFile(file, bytes);
        } catch (IOException | LargeObjectException failed) {
            throw DamagedException.of(failed, file.objectId());
        } finally {
            idle.add(reader);
        }
    }

    @Override
    public void close() {
        for (ObjectReader reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.close();
        }
    }

    /// Thrown where an object is missing or corrupt.
    static final class DamagedException extends IOException {

        private final boolean missing;

        private DamagedException(String message, boolean missing, Throwable cause) {
            super(message, cause);
            this.missing = missing;
        }

        /// @return what failed as damage, or itself where it says nothing about the object
        static IOException of(Exception failed, String objectId) {
            String shortId = objectId.substring(0, 10);
            return switch (failed) {
                case DamagedException damaged -> damaged;
                case MissingObjectException missing -> new DamagedException(
                        "the object %s is missing".formatted(shortId), true, missing);
                case CorruptObjectException corrupt -> corrupt(shortId, corrupt);
                case IncorrectObjectTypeException wrong -> corrupt(shortId, wrong);
                case ZipException garbled -> corrupt(shortId, garbled);
                case EOFException cut -> corrupt(shortId, cut);
                case LargeObjectException lying -> corrupt(shortId, lying);
                case IOException other when other.getCause() instanceof DataFormatException -> corrupt(shortId, other);
                case IOException other -> other;
                default -> new IOException(failed);
            };
        }

        private static DamagedException corrupt(String shortId, Exception failed) {
            return new DamagedException("the object %s is corrupt".formatted(shortId), false, failed);
        }

        boolean missing() {
            return missing;
        }
    }
}
