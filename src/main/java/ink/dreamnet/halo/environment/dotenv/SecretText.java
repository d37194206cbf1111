package ink.dreamnet.halo.environment.dotenv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import ink.dreamnet.halo.core.BoundedText;

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

    /// @return its UTF-8 bytes, which the caller wipes
    public byte[] utf8() {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /// Shows it to a pattern.
    ///
    /// @param steps how many characters may be read before a [BoundedText.ExhaustedException] ends it
    public CharSequence view(long steps) {
        return new BoundedText(CharBuffer.wrap(chars), steps);
    }

    /// @return a view without the white space at both ends
    public CharSequence stripped(long steps) {
        int from = 0;
        int to = chars.length;
        while (from < to && Character.isWhitespace(chars[from])) {
            from++;
        }
        while (to > from && Character.isWhitespace(chars[to - 1])) {
            to--;
        }
        return new BoundedText(CharBuffer.wrap(chars, from, to - from), steps);
    }

    /// Overwrites it.
    public void wipe() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return "********";
    }
}
