package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.Optional;

import ink.dreamnet.halo.http.PollStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps up to where the events of Event Wormholes were taken.
@Component
class PollStatusStore extends PollStore {

    private final JsonMapper json;

    PollStatusStore(JdbcClient jdbc, JsonMapper json) {
        super(jdbc, "wormhole_poll", "id", "url", "status");
        this.json = json;
    }

    /// @return empty where it never answered
    Optional<PollStatus> status(EventBus bus) {
        return answer(bus.id()).map(status -> json.readValue(status, PollStatus.class));
    }

    /// @return when it last answered; where it never did, the beginning of time
    Instant goodAt(EventBus bus) {
        return find(bus.id()).map(Standing::goodAt).orElse(Instant.EPOCH);
    }

    /// Notes what a locked bus answered.
    void good(EventBus bus, Instant at, PollStatus status) {
        good(bus.id(), at, json.writeValueAsString(status));
    }
}
