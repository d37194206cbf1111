package ink.dreamnet.halo.event;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Names this installation in events, the same on all of its replicas.
@Component
public class Installation {

    private final InstallationProperties properties;
    private final String source;

    Installation(InstallationProperties properties, JdbcClient jdbc) {
        this.properties = properties;
        // at the start, and so in no transaction that could be rolled back
        this.source = properties.source().isEmpty() ? "urn:halo:" + id(jdbc) : properties.source();
    }

    /// @return the CloudEvents `source` of what HALO sends. An event that comes in with it is HALO's own
    public String source() {
        return source;
    }

    private static String id(JdbcClient jdbc) {
        jdbc.sql("update wormhole_sequence set installation = ? where id = 1 and installation is null")
                .param(UUID.randomUUID().toString()).update();
        return jdbc.sql("select installation from wormhole_sequence where id = 1").query(String.class).single();
    }

    /// @return the CloudEvents `dataschema` of what HALO sends
    public String schema(EventType type) {
        return properties.publicUrl().isEmpty()
                ? "urn:halo:schema:" + type.schema()
                : properties.publicUrl() + "/api/halo/events/schemas/" + type.schema();
    }
}
