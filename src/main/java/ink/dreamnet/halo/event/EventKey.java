package ink.dreamnet.halo.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import ink.dreamnet.halo.core.Sha256;

/// Names an event by its source and the source's id of it.
public final class EventKey {

    private EventKey() {
    }

    /// @return the first 64 bits of SHA-256 over a text
    static long hash(String text) {
        return ByteBuffer.wrap(Sha256.of(text)).getLong();
    }

    /// @return the first 122 bits of SHA-256 over both, in the form of a UUID of version 8 (RFC 9562, section 5.8)
    public static UUID of(String source, String eventId) {
        byte[] first = source.getBytes(StandardCharsets.UTF_8);
        byte[] second = eventId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
                .putInt(first.length).put(first).put(second).array()));
        long high = hash.getLong() & 0xFFFFFFFFFFFF0FFFL | 0x8000L;
        long low = hash.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
