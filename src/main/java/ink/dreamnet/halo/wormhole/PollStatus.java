package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.event.EventKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Up to where the events of Event Wormholes were taken: which ones its last list had. What a list has besides is new, whatever
/// its order and the clock there; where it has none of them, some may be missing.
///
/// @param listed the ids of the last list, shortened
/// @param missedAt when a poll last found that events are missing, or null
/// @param missed why, or null
record PollStatus(Set<String> listed, @Nullable Instant missedAt, @Nullable String missed) {

    private static final int RADIX = 36;

    /// @return the status after the first list
    static PollStatus first(List<JsonNode> events) {
        return new PollStatus(ids(events), null, null);
    }

    /// @return the status after the next list
    PollStatus next(List<JsonNode> events) {
        return new PollStatus(ids(events), missedAt, missed);
    }

    /// @return the status where events are missing
    PollStatus missing(String why, Instant now) {
        return new PollStatus(listed, now, why);
    }

    private static Set<String> ids(List<JsonNode> events) {
        Set<String> ids = HashSet.newHashSet(events.size());
        events.forEach(event -> ids.add(id(event)));
        return ids;
    }

    /// @return whether an event was in the last list
    boolean listed(JsonNode event) {
        return listed.contains(id(event));
    }

    private static String id(JsonNode event) {
        return Long.toUnsignedString(
                EventKey.of("event-bus", event.path("id").asString("")).getMostSignificantBits(), RADIX);
    }
}
