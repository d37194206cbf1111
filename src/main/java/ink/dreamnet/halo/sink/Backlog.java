package ink.dreamnet.halo.sink;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.event.SequencedEvent;
import ink.dreamnet.halo.sink.SinkStore.DeliveryRow;

/// The backlog of a sink at the beginning of a round.
///
/// @param start the position that the sink has
/// @param waiting the rows that wait one by one, in the order of the events
/// @param fresh the next outgoing events, whether the filter matches them or not
/// @param end the position that the sink has when all of this is written
/// @param more whether there is more after it
record Backlog(long start, List<DeliveryRow> waiting, List<SequencedEvent> fresh, long end, boolean more) {

    /// How many other events are skipped before the position is written.
    private static final int SKIPPED = 1000;

    /// @return whether there is nothing to do now, not even something to write
    boolean idle(Instant now) {
        return fresh.isEmpty() && due(now).isEmpty() && end - start < SKIPPED;
    }

    /// @return what waits in lanes whose first event may be sent now
    List<DeliveryRow> due(Instant now) {
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
