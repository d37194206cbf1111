package ink.dreamnet.halo.repo.scan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The file that keeps what was read of a repository, in the order of git's trees: a cache that may be thrown away. Its last
/// bytes are a checksum of all others.
final class FactsFile {

    private static final int MAGIC = 0x48_41_4C_4F;
    private static final int FORMAT = 1;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private FactsFile() {
    }

    /// One file of the repository as it was read.
    ///
    /// @param kind the ordinal of its kind
    /// @param encoded its facts, see [#facts]
    record Entry(String path, ObjectId id, int kind, long size, byte[] encoded) {

        FileFacts facts() throws IOException {
            return encoded.length == 0
                    ? FileFacts.NONE
                    : FactsCodec.read(new DataInputStream(new ByteArrayInputStream(encoded)));
        }
    }

    static byte[] encode(FileFacts facts) throws IOException {
        if (facts.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        FactsCodec.write(new DataOutputStream(bytes), facts);
        return bytes.toByteArray();
    }

    /// Opens a file that is whole and of this format.
    ///
    /// @param fingerprint whether facts with its fingerprint hold
    /// @return null where it cannot be used
    static @Nullable Reader open(Path file, Predicate<String> fingerprint) throws IOException {
        if (!isWhole(file)) {
            return null;
        }
        Reader reader = null;
        try {
            reader = new Reader(file);
            if (fingerprint.test(reader.fingerprint)) {
                return reader;
            }
        } catch (EOFException | IllegalArgumentException otherFormat) {
            // made by another version
        }
        if (reader != null) {
            reader.close();
        }
        return null;
    }

    private static boolean isWhole(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < CHECKSUM_BYTES + Long.BYTES) {
            return false;
        }
        CRC32C crc = new CRC32C();
        long left = Files.size(file) - CHECKSUM_BYTES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    return false;
                }
                crc.update(buffer, 0, read);
                left -= read;
            }
            return in.readLong() == crc.getValue();
        }
    }

    /// Reads a whole file, entry by entry.
    static final class Reader implements Closeable {

        private final DataInputStream in;
        private final String fingerprint;
        private final String tree;
        private @Nullable Entry ahead;

        Reader(Path file) throws IOException {
            this.in = new DataInputStream(new CheckedInputStream(
                    new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32C()));
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                in.close();
                throw new IllegalArgumentException("another format");
            }
            this.fingerprint = in.readUTF();
            this.tree = in.readUTF();
            this.ahead = next();
        }

        /// @return which tree the file is of
        String tree() {
            return tree;
        }

        /// @return the entry that comes next; null at the end
        @Nullable
        Entry peek() {
            return ahead;
        }

        void skip() throws IOException {
            ahead = next();
        }

        /// Goes on to a path.
        ///
        /// @return its entry; null where there is none
        @Nullable
        Entry find(String path, Skipped skipped) throws IOException {
            while (ahead != null) {
                int order = compare(ahead.path(), path);
                if (order == 0) {
                    Entry found = ahead;
                    skip();
                    return found;
                }
                if (order > 0) {
                    return null;
                }
                skipped.gone(ahead.path());
                skip();
            }
            return null;
        }

        private @Nullable Entry next() throws IOException {
            if (!in.readBoolean()) {
                return null;
            }
            String path = in.readUTF();
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            in.readFully(id);
            int kind = in.readByte();
            long size = in.readLong();
            byte[] facts = new byte[in.readInt()];
            in.readFully(facts);
            return new Entry(path, ObjectId.fromRaw(id), kind, size, facts);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Learns which entries have no file any more.
    interface Skipped {
        void gone(String path);
    }

    /// Writes a file; it is whole once [#finish] was called.
    static final class Writer implements Closeable {

        private final CheckedOutputStream checked;
        private final DataOutputStream out;

        Writer(Path file, String fingerprint, String tree) throws IOException {
            this.checked = new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16),
                    new CRC32C());
            this.out = new DataOutputStream(checked);
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            out.writeUTF(fingerprint);
            out.writeUTF(tree);
        }

        void add(Entry entry) throws IOException {
            out.writeBoolean(true);
            FactsCodec.path(out, entry.path());
            entry.id().copyRawTo(out);
            out.writeByte(entry.kind());
            out.writeLong(entry.size());
            out.writeInt(entry.encoded().length);
            out.write(entry.encoded());
        }

        void finish() throws IOException {
            out.writeBoolean(false);
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// The order of paths in git's trees: that of their bytes.
    static int compare(String left, String right) {
        return left.equals(right)
                ? 0
                : Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
