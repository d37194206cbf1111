package ink.dreamnet.halo.core;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/// Ids that sort by the time of their making: UUID version 7 (RFC 9562, section 5.7). Ids made by one process in the same
/// millisecond rise too.
public final class Ids {

    private static volatile InstantSource time = Clock.systemUTC();
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator(null, new UUIDClock() {
        @Override
        public long currentTimeMillis() {
            return time.millis();
        }
    });

    private static final ScopedValue<Supplier<UUID>> SOURCE = ScopedValue.newInstance();

    private Ids() {
    }

    /// @return a new id
    public static UUID next() {
        return SOURCE.isBound() ? SOURCE.get().get() : GENERATOR.generate();
    }

    /// Does some work whose ids come from elsewhere, so that the same work makes the same ids. Threads that it starts do not know.
    ///
    /// @param source makes ids that rise
    /// @return what the work returns
    public static <T, X extends Throwable> T from(Supplier<UUID> source, ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(SOURCE, source).call(work);
    }

    /// Makes ids by another time than this machine's, so that those of several replicas sort together.
    static void goBy(InstantSource source) {
        time = source;
    }

    /// @return an id that every id made before a time precedes. Databases compare by it which rows may be that old, without another index.
    public static UUID notBefore(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, Long.MIN_VALUE);
    }

    /// Reads an id that a caller gave in a path or query.
    ///
    /// @param what the kind of thing it names, for the error message
    /// @throws NotFoundException where the text is no UUID, so names nothing
    public static UUID parse(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new NotFoundException(what, text);
        }
    }
}
