package ink.dreamnet.halo.resonance.replay;

import java.time.Clock;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/// The ids that are made in a replay: UUIDs of version 7 as everywhere (RFC 9562, section 5.7), which rise also within a millisecond,
/// but by the clock of the replay and its seed. The same seed and steps make the same ids.
final class SeededIds implements Supplier<UUID> {

    private static final int LOW_BITS = 8;
    private static final long LOW = (1L << LOW_BITS) - 1;
    private static final int RANDOM_BITS = 62 - LOW_BITS;

    private final Clock clock;
    private final SplittableRandom random;
    private long atMs = Long.MIN_VALUE;
    private long inMs;

    SeededIds(Clock clock, long seed) {
        this.clock = clock;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public UUID get() {
        long now = clock.millis();
        inMs = now == atMs ? inMs + 1 : 0;
        atMs = now;
        // 12 bits behind the time and 8 behind the variant count the ids of one millisecond
        return new UUID(now << 16 | 0x7000 | inMs >> LOW_BITS & 0xfff,
                Long.MIN_VALUE | (inMs & LOW) << RANDOM_BITS | random.nextLong() >>> 64 - RANDOM_BITS);
    }
}
