package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.event.EventKey;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import org.springframework.stereotype.Component;

/// Refuses another body under an `Idempotency-Key` that was used: only the same body again is a duplicate.
@Component
class IdempotencyCheck {

    private final EventStore store;

    IdempotencyCheck(EventStore store) {
        this.store = store;
    }

    /// @param events those of one request
    /// @throws ConflictException where an event that is named by its key is kept already with other content, or where
    ///         only some of the request's are kept
    void requireSame(List<WormholeEvent> events) {
        List<WormholeEvent> keyed = events.stream().filter(DreamNetEventParser::isKeyed).toList();
        if (keyed.isEmpty()) {
            return;
        }
        Map<UUID, WormholeEvent> kept = store.find(keyed.stream().map(IdempotencyCheck::key).toList());
        for (WormholeEvent event : kept.isEmpty() ? List.<WormholeEvent>of() : keyed) {
            WormholeEvent before = kept.get(key(event));
            if (before == null || !same(before, event)) {
                throw new ConflictException("Idempotency-Key was used before for another body; a key stands for one");
            }
        }
    }

    private static UUID key(WormholeEvent event) {
        return EventKey.of(event.source(), event.eventId());
    }

    private static boolean same(WormholeEvent before, WormholeEvent event) {
        boolean timed = !event.time().equals(event.receivedAt());
        return before.type().equals(event.type()) && before.severity() == event.severity()
                && before.labels().equals(event.labels()) && before.data().equals(event.data())
                && (!timed || before.time().equals(event.time()));
    }
}
