package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.FileRefusedException;

/// Reads whole files that may be secret, of a bounded size, and only regular ones: whatever else could block for ever.
final class BoundedReader {

    private static final int ATTEMPTS = 3;

    private final int most;
    private final AllowedFiles files;

    /// @param most the most bytes that a file may have
    /// @param files those that may be read
    BoundedReader(int most, AllowedFiles files) {
        this.most = most;
        this.files = files;
    }

    AllowedFiles files() {
        return files;
    }

    /// @return the bytes of a file, which the caller wipes
    byte[] bytes(Path file) throws UnreadableException {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                BasicFileAttributes before = regular(file);
                byte[] read = readAll(file);
                BasicFileAttributes after = regular(file);
                if (before.size() == after.size() && before.lastModifiedTime().equals(after.lastModifiedTime())
                        && Objects.equals(before.fileKey(), after.fileKey())) {
                    return read;
                }
                Arrays.fill(read, (byte) 0);
            }
            throw new UnreadableException("is changed again and again while it is read");
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    /// @return the text of a file, which the caller wipes
    char[] text(Path file) throws UnreadableException {
        byte[] bytes = bytes(file);
        try {
            if (bytes.length >= 2 && ((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe
                    || (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff)) {
                throw new UnreadableException("is UTF-16 text; save it as UTF-8");
            }
            return decoded(bytes);
        } catch (CharacterCodingException wrong) {
            throw new UnreadableException("is not UTF-8 text");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// @return the characters of UTF-8 bytes
    static char[] decoded(byte[] bytes) throws CharacterCodingException {
        CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        char[] chars = new char[decoded.remaining()];
        decoded.get(chars);
        Arrays.fill(decoded.array(), '\0');
        return chars;
    }

    /// Says what hinders the reading of a file, without whatever else the exception's message has.
    static UnreadableException unreadable(IOException failed) {
        return switch (failed) {
            case FileRefusedException refused -> new UnreadableException(refused.reason());
            case NoSuchFileException gone -> UnreadableException.absent();
            case AccessDeniedException denied ->
                new UnreadableException("may not be read by the user that HALO runs as");
            case FileSystemLoopException loop -> new UnreadableException("is a loop of symbolic links");
            case FileSystemException other when String.valueOf(other.getReason()).contains("symbolic") ->
                new UnreadableException("is a loop of symbolic links");
            default -> new UnreadableException("cannot be read: " + failed.getClass().getSimpleName());
        };
    }

    private BasicFileAttributes regular(Path file) throws IOException, UnreadableException {
        BasicFileAttributes attributes = Files.readAttributes(files.resolve(file), BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new UnreadableException(attributes.isDirectory() ? "is a directory" : "is not a regular file");
        }
        if (attributes.size() > most) {
            throw new UnreadableException("has more than %d bytes".formatted(most));
        }
        return attributes;
    }

    private byte[] readAll(Path file) throws IOException, UnreadableException {
        try (InputStream in = files.open(file)) {
            byte[] read = in.readNBytes(most + 1);
            if (read.length > most) {
                Arrays.fill(read, (byte) 0);
                throw new UnreadableException("has more than %d bytes".formatted(most));
            }
            return read;
        }
    }
}
