package ink.dreamnet.halo.environment;

import java.util.Arrays;

import ink.dreamnet.halo.core.masking.MaskedText;

/// What is kept of a value, so that it can be compared with another. Meaningless without the key of this process.
final class Fingerprint {

    private final byte[] mac;

    Fingerprint(byte[] mac) {
        this.mac = mac;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(mac, that.mac);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mac);
    }

    @Override
    public String toString() {
        return MaskedText.MASK;
    }
}
