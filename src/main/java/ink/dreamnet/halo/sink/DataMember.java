package ink.dreamnet.halo.sink;

import ink.dreamnet.halo.event.WormholeEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads members of what an event carries.
final class DataMember {

    private DataMember() {
    }

    /// @return a member that is a text; null where there is none
    static @Nullable String text(WormholeEvent event, String name) {
        JsonNode data = event.data().value();
        JsonNode member = data == null ? null : data.get(name);
        return member == null || !member.isString() ? null : member.stringValue();
    }
}
