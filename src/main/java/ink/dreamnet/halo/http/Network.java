package ink.dreamnet.halo.http;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of addresses (RFC 4632, RFC 4291).
///
/// @param base its first address, 4 or 16 bytes
/// @param prefix how many leading bits its addresses have in common
record Network(byte[] base, int prefix) {

    private static final Pattern FORM = Pattern.compile(
            "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

    /// Reads `10.0.0.0/8`, `fd00::/8`, or one address.
    ///
    /// @throws IllegalArgumentException where it is neither, or has bits set behind its prefix
    static Network parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("it is neither an address nor a network");
        }
        byte[] base = InetAddress.ofLiteral(parts.group(1)).getAddress();
        int bits = base.length * Byte.SIZE;
        int prefix = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
        if (prefix > bits) {
            throw new IllegalArgumentException("it has a prefix longer than %d bits".formatted(bits));
        }
        for (int bit = prefix; bit < bits; bit++) {
            if ((base[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                throw new IllegalArgumentException("it has bits set behind its prefix");
            }
        }
        return new Network(base, prefix);
    }

    /// @param address 4 or 16 bytes
    boolean contains(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != base[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ base[whole]) & 0xff) >>> Byte.SIZE - rest == 0;
    }

    boolean contains(Network other) {
        return prefix <= other.prefix && contains(other.base);
    }
}
