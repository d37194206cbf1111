package ink.dreamnet.halo.sink;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.sink.SinkStore.Waiting;

/// What lies before a sink at the beginning of a round.
///
/// @param start the position that the sink has
/// @param waiting what waits for it one by one, in the order of the events
/// @param fresh what goes out and is new, wanted or not
/// @param end the position that the sink has when all of this is written
/// @param more whether there is more after it
record Backlog(long start, List<Waiting> waiting, List<SequencedEvent> fresh, long end, boolean more) {

    /// How many events of others are passed over before that is written down.
    private static final int PASSED_OVER = 1000;

    /// @return whether there is nothing to do now, not even something to write
    boolean idle(Instant now) {
        return fresh.isEmpty() && due(now).isEmpty() && end - start < PASSED_OVER;
    }

    /// @return what waits in lanes whose first event may be sent now
    List<Waiting> due(Instant now) {
        Set<String> held = held(now);
        return waiting.stream().filter(row -> !held.contains(row.lane())).toList();
    }

    /// @return the lanes whose first event may not be sent yet
    Set<String> held(Instant now) {
        Map<String, Instant> first = new LinkedHashMap<>();
        waiting.forEach(row -> first.putIfAbsent(row.lane(), row.nextAt()));
        return first.entrySet().stream().filter(lane -> lane.getValue().isAfter(now)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
