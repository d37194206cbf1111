package ink.dreamnet.halo.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.environment.dotenv.SecretText;
import ink.dreamnet.halo.environment.schema.VariableForm;

/// Reads a directory in which each file is a variable. Names with a dot in front are the mount's own business (`..data`).
final class SecretDirectory {

    private final Path directory;
    private final BoundedReader reader;
    private final int most;

    /// @param most how many files it may have
    SecretDirectory(Path directory, BoundedReader reader, int most) {
        this.directory = directory;
        this.reader = reader;
        this.most = most;
    }

    /// Takes what is found.
    interface Visitor {

        /// @param file the file, through whatever links
        /// @param value its content without one line end at its end; the visitor wipes it
        void variable(String name, Path file, SecretText value);

        /// A file whose name no variable can have.
        void misnamed(Path file);

        /// A file that cannot be read.
        void unreadable(Path file, UnreadableException why);
    }

    /// Reads all files in the order of their names.
    ///
    /// @throws UnreadableException where the directory itself cannot be read
    void visit(Visitor visitor) throws UnreadableException {
        Path real;
        List<Path> files;
        try {
            real = reader.files().resolve(directory);
            if (!Files.isDirectory(real)) {
                throw new UnreadableException("is not a directory");
            }
            files = list(real);
        } catch (IOException failed) {
            throw BoundedReader.unreadable(failed);
        } catch (DirectoryIteratorException failed) {
            throw new UnreadableException("cannot be listed");
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (Files.isDirectory(file)) {
                continue;
            }
            if (!VariableForm.isName(name)) {
                visitor.misnamed(file);
                continue;
            }
            try {
                visitor.variable(name, file, value(file, real));
            } catch (UnreadableException unreadable) {
                visitor.unreadable(file, unreadable);
            }
        }
    }

    private List<Path> list(Path real) throws IOException, UnreadableException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real,
                file -> !file.getFileName().toString().startsWith("."))) {
            for (Path file : stream) {
                files.add(directory.resolve(file.getFileName()));
                if (files.size() > most) {
                    throw new UnreadableException("has more than %d files".formatted(most));
                }
            }
        }
        files.sort(null);
        return files;
    }

    private SecretText value(Path file, Path real) throws UnreadableException {
        try {
            if (!reader.files().resolve(file).startsWith(real)) {
                throw new UnreadableException("is a link that leads out of the directory");
            }
        } catch (IOException failed) {
            throw BoundedReader.unreadable(failed);
        }
        byte[] bytes = reader.bytes(file);
        try {
            return new SecretText(withoutLineEnd(chars(bytes)));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// What is not UTF-8 (a keystore) is taken byte by byte: it can be compared, and is of no type but `string`.
    private static char[] chars(byte[] bytes) {
        try {
            return BoundedReader.decoded(bytes);
        } catch (CharacterCodingException binary) {
            return StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(bytes)).array();
        }
    }

    private static char[] withoutLineEnd(char[] chars) {
        int length = chars.length;
        if (length > 0 && chars[length - 1] == '\n') {
            length -= length > 1 && chars[length - 2] == '\r' ? 2 : 1;
        }
        char[] rest = Arrays.copyOf(chars, length);
        Arrays.fill(chars, '\0');
        return rest;
    }
}
