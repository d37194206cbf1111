package ink.dreamnet.halo.deploy;

import java.time.Instant;

import ink.dreamnet.halo.http.PollStore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the last answers of the services that are polled for their version.
@Component
class VersionHistoryStore extends PollStore {

    private final JsonMapper json;

    VersionHistoryStore(JdbcClient jdbc, JsonMapper json) {
        super(jdbc, "deploy_sighting", "target", "service", "versions");
        this.json = json;
    }

    /// @return what a target answered lately; null if it never did
    @Nullable
    VersionHistory versions(String target) {
        return answer(target).map(versions -> json.readValue(versions, VersionHistory.class)).orElse(null);
    }

    /// Notes what a locked target answered.
    void good(String target, Instant at, VersionHistory versions) {
        good(target, at, json.writeValueAsString(versions));
    }
}
