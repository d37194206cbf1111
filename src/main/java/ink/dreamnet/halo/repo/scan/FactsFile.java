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

import ink.dreamnet.halo.code.TreeFile;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The file that keeps what was read of a repository, in the order of git's trees: a cache that may be thrown away. Its last
/// bytes are a checksum of all others.
final class FactsFile {

    private static final int MAGIC = 0x48_41_4C_4F;
    private static final int FORMAT = 4;
    private static final int BUFFER = 1 << 16;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private FactsFile() {
    }

    /// One file of the repository as it was read, or behind all files, a tree check.
    ///
    /// @param path of the file, or the key of the check
    /// @param kind the ordinal of its kind; -1 for a tree check
    /// @param encoded its facts, see [#facts]
    record Entry(String path, ObjectId id, int kind, long size, byte[] encoded) {

        static Entry of(TreeFile file, FileFacts facts) throws IOException {
            return new Entry(file.path(), ObjectId.fromString(file.objectId()), file.kind().ordinal(), file.size(),
                    encode(facts));
        }

        static Entry of(String treeCheck, FileFacts facts) throws IOException {
            return new Entry(treeCheck, ObjectId.zeroId(), -1, 0, encode(facts));
        }

        boolean isOf(TreeFile file) {
            return id.name().equals(file.objectId()) && kind == file.kind().ordinal();
        }

        boolean isOfTreeCheck() {
            return kind < 0;
        }

        FileFacts facts() throws IOException {
            return encoded.length == 0
                    ? FileFacts.NONE
                    : FactsCodec.read(new DataInputStream(new ByteArrayInputStream(encoded)));
        }
    }

    private static byte[] encode(FileFacts facts) throws IOException {
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
        try (CheckedInputStream checked = new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), BUFFER), new CRC32C())) {
            checked.skipNBytes(Files.size(file) - CHECKSUM_BYTES);
            long checksum = checked.getChecksum().getValue();
            return new DataInputStream(checked).readLong() == checksum;
        }
    }

    /// Reads a whole file, entry by entry.
    static final class Reader implements Closeable {

        private final DataInputStream in;
        private final String fingerprint;
        private @Nullable Entry ahead;

        Reader(Path file) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                in.close();
                throw new IllegalArgumentException("another format");
            }
            this.fingerprint = in.readUTF();
            this.ahead = next();
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
            while (ahead != null && !ahead.isOfTreeCheck()) {
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

        Writer(Path file, String fingerprint) throws IOException {
            this.checked = new CheckedOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER),
                    new CRC32C());
            this.out = new DataOutputStream(checked);
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            out.writeUTF(fingerprint);
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
