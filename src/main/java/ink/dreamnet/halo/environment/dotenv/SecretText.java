package ink.dreamnet.halo.environment.dotenv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import ink.dreamnet.halo.core.masking.MaskedText;

/// The value of a variable. It can be read and wiped, and nothing prints it: its text forms are a mask.
public final class SecretText {

    private final char[] chars;

    /// @param chars the value, which from now on belongs to this object
    public SecretText(char[] chars) {
        this.chars = chars;
    }

    /// @return how many characters it has
    public int length() {
        return chars.length;
    }

    /// @return the character at that place
    public char at(int index) {
        return chars[index];
    }

    /// @return a part of it, which the caller wipes
    public SecretText part(int from, int to) {
        return new SecretText(Arrays.copyOfRange(chars, from, to));
    }

    /// @return its UTF-8 bytes, which the caller wipes
    public byte[] utf8() {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /// @return it as a pattern reads it, with a mask as its text form
    public CharSequence view() {
        return new View(0, chars.length);
    }

    /// @return a view without the white space at both ends
    public CharSequence stripped() {
        int from = 0;
        int to = chars.length;
        while (from < to && Character.isWhitespace(chars[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(chars[to - 1])) {
            to--;
        }
        return new View(from, to);
    }

    /// Overwrites it.
    public void wipe() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return MaskedText.MASK;
    }

    private final class View implements CharSequence {

        private final int from;
        private final int to;

        View(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public char charAt(int index) {
            return chars[Objects.checkIndex(index, length()) + from];
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            Objects.checkFromToIndex(start, end, length());
            return new View(from + start, from + end);
        }

        @Override
        public String toString() {
            return MaskedText.MASK;
        }
    }
}
