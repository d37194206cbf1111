package ink.dreamnet.halo.code;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/// A file with its content. For use by one thread.
public final class SourceFile {

    /// As much of a file as git itself looks at to tell text from binary.
    private static final int SNIFFED = 8000;

    private final TreeFile entry;
    private final byte[] bytes;
    private @Nullable String text;
    private boolean decoded;
    private int @Nullable [] lineStarts;

    /// @param bytes the content, which is not copied
    public SourceFile(TreeFile entry, byte[] bytes) {
        this.entry = entry;
        this.bytes = bytes;
    }

    /// @return its entry in the tree
    public TreeFile entry() {
        return entry;
    }

    /// @return its path from the root of the repository
    public String path() {
        return entry.path();
    }

    /// @return the content, not a copy
    public byte[] bytes() {
        return bytes;
    }

    /// @return the content as text, without a byte order mark; null where it is not UTF-8 or holds a NUL byte near its start
    public @Nullable String text() {
        if (!decoded) {
            decoded = true;
            text = decode();
        }
        return text;
    }

    /// @return the line, from 1, that an offset of [#text] is in
    public int line(int offset) {
        if (lineStarts == null) {
            String known = text();
            lineStarts = known == null ? new int[]{0} : lineStarts(known);
        }
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private @Nullable String decode() {
        int sniffed = Math.min(bytes.length, SNIFFED);
        for (int i = 0; i < sniffed; i++) {
            if (bytes[i] == 0) {
                return null;
            }
        }
        try {
            String all = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return all.startsWith("\uFEFF") ? all.substring(1) : all;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        return Arrays.copyOf(starts, count);
    }
}
