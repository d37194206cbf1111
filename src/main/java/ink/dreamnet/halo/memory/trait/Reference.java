package ink.dreamnet.halo.memory.trait;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What peers are like, as of one day: latency and velocity are compared with it. It is kept, so that a trait can be derived
/// anew.
///
/// @param seq its number, 0 where there is none yet
/// @param values the values by their names
record Reference(long seq, Map<String, Double> values) {

    static final Reference NONE = new Reference(0, Map.of());

    static String latency(EntityKind kind) {
        return "latency/" + kind.wire();
    }

    static String seconds(EntityKind kind, String type) {
        return "seconds/" + kind.wire() + "/" + type;
    }

    /// @return the median response time of the peers in ms, null where they are too few to compare with
    @Nullable
    Double responseMs(EntityKind kind) {
        return values.get(latency(kind));
    }

    /// @return the seconds that peers need for a task of a type, null where they are too few to compare with
    @Nullable
    Double taskSeconds(EntityKind kind, String type) {
        return values.get(seconds(kind, type));
    }
}
