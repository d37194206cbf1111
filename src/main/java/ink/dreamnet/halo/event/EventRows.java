package ink.dreamnet.halo.event;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.UnreadableValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns events into rows and rows into events.
@Component
class EventRows {

    static final String COLUMNS = """
            id, direction, source, event_id, type, subject, source_type, source_id, severity, subjects, labels, data,
            content_type, data_schema, time, received_at, trace_parent, trace_state, sent_by,
            dreamnet""";

    /// The same without the data, which may be large.
    static final String WITHOUT_DATA = COLUMNS.replace("labels, data,", "labels, null as data,")
            .replace("dreamnet", "null as dreamnet");

    static final String INSERT = "insert into wormhole_event (" + COLUMNS
            + ", event_key, intake, kind, source_key) "
            + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {
    };

    private final JsonMapper json;
    private final Encryption encryption;

    EventRows(JsonMapper json, Encryption encryption) {
        this.json = EventData.exact(json);
        this.encryption = encryption;
    }

    void write(PreparedStatement row, WormholeEvent event, UUID key, @Nullable UUID intake, long kind)
            throws SQLException {
        Trace trace = event.trace();
        JsonNode data = event.data().value();
        int column = 0;
        row.setObject(++column, event.id());
        row.setString(++column, event.direction().wire());
        row.setString(++column, event.source());
        row.setString(++column, event.eventId());
        row.setString(++column, event.type());
        row.setString(++column, event.subject());
        row.setString(++column, event.sourceType());
        row.setString(++column, event.sourceId());
        row.setString(++column, event.severity().wire());
        row.setString(++column, text(event.subjects().stream().map(SubjectRef::toString).toList()));
        row.setString(++column, text(event.labels()));
        row.setString(++column, data == null
                ? null
                : encryption.seal(EncryptedColumn.EVENT_DATA, text(data), event.id()));
        row.setString(++column, event.data().contentType());
        row.setString(++column, event.data().schema());
        row.setObject(++column, event.time().atOffset(ZoneOffset.UTC));
        row.setObject(++column, event.receivedAt().atOffset(ZoneOffset.UTC));
        row.setString(++column, trace == null ? null : trace.parent());
        row.setString(++column, trace == null ? null : trace.state());
        row.setString(++column, event.sentBy());
        row.setString(++column, event.dreamNet() == null
                ? null
                : encryption.seal(EncryptedColumn.EVENT_DREAMNET, text(event.dreamNet()), event.id()));
        row.setObject(++column, key);
        row.setObject(++column, intake);
        row.setLong(++column, kind);
        row.setLong(++column, EventKey.hash(event.source()));
    }

    /// @return the event of the current row, which has at least [#COLUMNS]; where its data cannot be decrypted, that says so instead
    WormholeEvent read(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String data;
        String dreamNet;
        try {
            data = opened(EncryptedColumn.EVENT_DATA, row.getString("data"), id);
            dreamNet = opened(EncryptedColumn.EVENT_DREAMNET, row.getString("dreamnet"), id);
        } catch (UnreadableValueException lost) {
            data = json.writeValueAsString(Map.of("unreadable", String.valueOf(lost.getMessage())));
            dreamNet = null;
        }
        String parent = row.getString("trace_parent");
        return new WormholeEvent(id, constant(Direction.class, row, "direction"),
                row.getString("source"), row.getString("event_id"), row.getString("type"), row.getString("subject"),
                row.getString("source_type"), row.getString("source_id"),
                constant(EventSeverity.class, row, "severity"),
                subjects(row).stream().map(SubjectRef::parse).toList(),
                json.readValue(row.getString("labels"), LABELS),
                new EventData(data == null ? null : json.readTree(data), row.getString("content_type"),
                        row.getString("data_schema")),
                instant(row, "time"), instant(row, "received_at"),
                parent == null ? null : new Trace(parent, row.getString("trace_state")),
                dreamNet == null ? null : json.readValue(dreamNet, DreamNetForm.class),
                row.getString("sent_by"));
    }

    private @Nullable String opened(EncryptedColumn column, @Nullable String stored, UUID id) {
        return stored == null ? null : encryption.open(column, stored, id);
    }

    /// @return what the event of the current row names
    List<String> subjects(ResultSet row) throws SQLException {
        return json.readValue(row.getString("subjects"), TEXTS);
    }

    /// Through UTF-8, because PostgreSQL refuses broken surrogates, and without NUL characters, which it refuses too.
    private String text(Object value) {
        return new String(json.writeValueAsBytes(value), StandardCharsets.UTF_8).replace("\\u0000", "\\ufffd");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, ResultSet row, String column) throws SQLException {
        return Enum.valueOf(type, row.getString(column).toUpperCase(Locale.ROOT));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
