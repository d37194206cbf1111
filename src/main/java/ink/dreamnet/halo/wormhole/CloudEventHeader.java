package ink.dreamnet.halo.wormhole;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import ink.dreamnet.halo.core.InvalidInputException;

/// Reads the values of the headers of CloudEvents in HTTP's binary mode (HTTP binding 1.0.2, section 3.1.3.2). Only HTTP encodes
/// them so.
final class CloudEventHeader {

    private CloudEventHeader() {
    }

    /// Removes quotes and decodes `%C3%A4`. What is no such escape stands for itself.
    ///
    /// @param name the header, for messages
    /// @throws InvalidInputException where what is escaped is not UTF-8
    static String decoded(String name, String value) {
        String plain = unquoted(value);
        if (plain.indexOf('%') < 0) {
            return plain;
        }
        byte[] raw = plain.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
            if (low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException malformed) {
            throw new InvalidInputException(name, "has escapes that are not UTF-8");
        }
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
