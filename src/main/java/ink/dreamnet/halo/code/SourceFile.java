package ink.dreamnet.halo.code;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import ink.dreamnet.halo.code.format.Element;
import ink.dreamnet.halo.code.format.Item;
import ink.dreamnet.halo.code.format.Json;
import ink.dreamnet.halo.code.format.Parsed;
import ink.dreamnet.halo.code.format.Toml;
import ink.dreamnet.halo.code.format.Xml;
import ink.dreamnet.halo.code.format.Yaml;
import org.jspecify.annotations.Nullable;

/// A file with its content. For use by one thread.
public final class SourceFile {

    /// As much of a file as git itself reads to tell text from binary.
    public static final int SNIFFED = 8000;
    /// How a pointer begins, and how large it may be (git-lfs.com, docs/spec.md).
    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final int LARGEST_POINTER = 1024;

    private final TreeFile entry;
    private final byte[] bytes;
    private @Nullable String text;
    private boolean decoded;
    private int @Nullable [] lineStarts;
    private @Nullable Parsed<Item> json;
    private @Nullable Parsed<Item> yaml;
    private @Nullable Parsed<Item> toml;
    private @Nullable Parsed<Element> xml;

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

    /// @return the content as text, without a byte order mark; null where it is binary or not UTF-8
    public @Nullable String text() {
        if (!decoded) {
            decoded = true;
            text = decode();
        }
        return text;
    }

    /// @return the same; empty where [#text] is null
    public String textOrEmpty() {
        String known = text();
        return known == null ? "" : known;
    }

    /// @return the file as JSON, which is parsed once whoever asks
    public Parsed<Item> json() {
        json = json == null ? Json.read(text()) : json;
        return json;
    }

    /// @return the file as one document of YAML, which is parsed once whoever asks
    public Parsed<Item> yaml() {
        yaml = yaml == null ? Yaml.read(text()) : yaml;
        return yaml;
    }

    /// @return the file as TOML, which is parsed once whoever asks
    public Parsed<Item> toml() {
        toml = toml == null ? Toml.read(text()) : toml;
        return toml;
    }

    /// @return the file as XML, which is parsed once whoever asks
    public Parsed<Element> xml() {
        xml = xml == null ? Xml.read(text(), bytes) : xml;
        return xml;
    }

    /// @return whether it was parsed, so that it is worth keeping for the next check
    public boolean isParsed() {
        return json != null || yaml != null || toml != null || xml != null;
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

    /// @return whether a line has more characters than that, as what tools write has
    public boolean hasLineOver(int length) {
        String known = textOrEmpty();
        int from = 0;
        for (int end = known.indexOf('\n'); end >= 0; end = known.indexOf('\n', from)) {
            if (end - from > length) {
                return true;
            }
            from = end + 1;
        }
        return known.length() - from > length;
    }

    /// @return whether it holds a NUL byte near its start, as no text does
    public boolean isBinary() {
        int sniffed = Math.min(bytes.length, SNIFFED);
        for (int i = 0; i < sniffed; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// @return whether it stands for a file that Git LFS keeps elsewhere
    public boolean isLfsPointer() {
        return bytes.length < LARGEST_POINTER && new String(bytes, StandardCharsets.ISO_8859_1).startsWith(LFS);
    }

    private @Nullable String decode() {
        if (isBinary()) {
            return null;
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
