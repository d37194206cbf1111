package ink.dreamnet.halo.graft;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The rows of the grafts that the Graft Engine lists or listed.
@Repository
class PulledGrafts {

    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    PulledGrafts(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @return all of them by their ids, in the order of the ids
    TreeMap<String, Graft> all() {
        TreeMap<String, Graft> grafts = new TreeMap<>();
        jdbc.query("select id, definition, changed_at, delisted_at from pulled_graft", row -> {
            OffsetDateTime delistedAt = row.getObject(4, OffsetDateTime.class);
            grafts.put(row.getString(1), GraftFormat.pulled(row.getString(1),
                    json.readValue(row.getString(2), GraftSpec.class),
                    row.getObject(3, OffsetDateTime.class).toInstant(),
                    delistedAt == null ? null : delistedAt.toInstant()));
        });
        return grafts;
    }

    /// @return the ids of all
    Set<String> ids() {
        return Set.copyOf(jdbc.queryForList("select id from pulled_graft", String.class));
    }

    boolean exists(String id) {
        return !jdbc.queryForList("select id from pulled_graft where id = ?", String.class, id).isEmpty();
    }

    void insert(Collection<Graft> grafts, Instant now) {
        write("insert into pulled_graft (definition, changed_at, id) values (?, ?, ?)", grafts, now);
    }

    /// Replaces what is known; who was delisted is listed again.
    void update(Collection<Graft> grafts, Instant now) {
        write("update pulled_graft set definition = ?, changed_at = ?, delisted_at = null where id = ?", grafts, now);
    }

    void delist(Collection<String> ids, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate("update pulled_graft set delisted_at = ? where id = ?", ids, BATCH, (row, id) -> {
            row.setObject(1, at);
            row.setString(2, id);
        });
    }

    /// @return whether it was there
    boolean delete(String id) {
        return jdbc.update("delete from pulled_graft where id = ?", id) > 0;
    }

    private void write(String sql, Collection<Graft> grafts, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(sql, grafts, BATCH, (row, graft) -> {
            row.setString(1, json.writeValueAsString(graft.spec()));
            row.setObject(2, at);
            row.setString(3, graft.id());
        });
    }
}
