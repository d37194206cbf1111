package ink.dreamnet.halo.signal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// Splits a body into lines of bounded length.
final class BoundedLines {

    private static final int MAX_LINE = 64 * 1024;

    private final InputStream body;
    private final byte[] block = new byte[8192];
    private int at;
    private int end;
    private byte[] line = new byte[256];
    private int number;

    BoundedLines(InputStream body) {
        this.body = body;
    }

    @Nullable
    String next() throws IOException {
        number++;
        int length = 0;
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, body.read(block));
                if (end == 0) {
                    return length == 0 ? null : text(length);
                }
            }
            byte next = block[at++];
            if (next == '\n') {
                return text(length);
            }
            if (length == line.length) {
                if (length >= MAX_LINE) {
                    throw new Exposition.MalformedException(
                            "line %d is longer than %d bytes".formatted(number, MAX_LINE));
                }
                line = Arrays.copyOf(line, Math.min(MAX_LINE, 2 * length));
            }
            line[length++] = next;
        }
    }

    private String text(int length) throws Exposition.MalformedException {
        int trimmed = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, trimmed)).toString();
        } catch (CharacterCodingException garbled) {
            throw new Exposition.MalformedException("line %d is not UTF-8".formatted(number));
        }
    }

    /// @return the number of the line that was read last, from 1
    int number() {
        return number;
    }
}
