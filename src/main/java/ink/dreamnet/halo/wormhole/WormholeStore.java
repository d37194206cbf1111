package ink.dreamnet.halo.wormhole;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.JsonListConverter;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import ink.dreamnet.halo.core.encryption.Encryption;
import ink.dreamnet.halo.core.encryption.StoredJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of wormholes that were put by the API, and of the operators' switches.
@Repository
class WormholeStore {

    private static final JsonListConverter NAMES = new JsonListConverter();

    private final JdbcClient jdbc;
    private final Encryption encryption;

    WormholeStore(JdbcClient jdbc, Encryption encryption) {
        this.jdbc = jdbc;
        this.encryption = encryption;
    }

    /// A stored wormhole.
    ///
    /// @param definition its written form
    /// @param authors who put it, also what it was before
    record Stored(String id, StoredJson definition, Instant updatedAt, People authors) {
    }

    /// An operator's switch.
    record Switched(boolean enabled, String by, Instant at) {
    }

    List<Stored> all() {
        return jdbc.sql("select id, definition, updated_at, authors from wormhole_rule order by id")
                .query((row, number) -> new Stored(row.getString(1),
                        StoredJson.of(encryption, EncryptedColumn.WORMHOLE, row.getString(2), row.getString(1)),
                        instant(row, 3), new People(NAMES.convertToEntityAttribute(row.getString(4)))))
                .list();
    }

    void save(Stored stored) {
        OffsetDateTime at = stored.updatedAt().atOffset(ZoneOffset.UTC);
        String authors = NAMES.convertToDatabaseColumn(stored.authors().names());
        String sealed = encryption.seal(EncryptedColumn.WORMHOLE, stored.definition().text(), stored.id());
        int updated = jdbc.sql("update wormhole_rule set definition = ?, updated_at = ?, authors = ? where id = ?")
                .params(sealed, at, authors, stored.id()).update();
        if (updated == 0) {
            jdbc.sql("insert into wormhole_rule (definition, updated_at, authors, id) values (?, ?, ?, ?)")
                    .params(sealed, at, authors, stored.id()).update();
        }
    }

    /// @return whether there was one
    boolean delete(String id) {
        return jdbc.sql("delete from wormhole_rule where id = ?").param(id).update() == 1;
    }

    Map<String, Switched> switches() {
        Map<String, Switched> switches = new HashMap<>();
        jdbc.sql("select id, enabled, changed_by, changed_at from wormhole_switch").query(row -> {
            switches.put(row.getString(1), new Switched(row.getBoolean(2), row.getString(3), instant(row, 4)));
        });
        return switches;
    }

    void setSwitch(String id, Switched switched) {
        removeSwitch(id);
        jdbc.sql("insert into wormhole_switch (id, enabled, changed_by, changed_at) values (?, ?, ?, ?)")
                .params(id, switched.enabled(), switched.by(), switched.at().atOffset(ZoneOffset.UTC)).update();
    }

    void removeSwitch(String id) {
        jdbc.sql("delete from wormhole_switch where id = ?").param(id).update();
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
