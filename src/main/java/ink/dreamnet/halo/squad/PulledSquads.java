package ink.dreamnet.halo.squad;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of the squads that Squad Builder lists.
@Repository
class PulledSquads {

    private static final int BATCH = 500;
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    PulledSquads(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// @return all of them by their ids, in the order of the ids
    TreeMap<String, Squad> all() {
        TreeMap<String, Squad> squads = new TreeMap<>();
        jdbc.query("select id, name, members, listed_at from pulled_squad", row -> {
            List<String> members = json.readValue(row.getString(3), TEXTS);
            Instant listedAt = row.getObject(4, OffsetDateTime.class).toInstant();
            squads.put(row.getString(1), squad(row.getString(1), row.getString(2), members, listedAt));
        });
        return squads;
    }

    static Squad squad(String id, String name, List<String> members, Instant listedAt) {
        return new Squad(new SubjectRef(SubjectKind.SQUAD, id),
                new SquadSpec(null, name, List.copyOf(members), null, null), name, List.copyOf(members), Map.of(),
                List.of(), ManagedBy.SQUAD_BUILDER, listedAt);
    }

    /// @return the ids of all
    Set<String> ids() {
        return Set.copyOf(jdbc.queryForList("select id from pulled_squad", String.class));
    }

    boolean exists(String id) {
        return !jdbc.queryForList("select id from pulled_squad where id = ?", String.class, id).isEmpty();
    }

    void insert(Collection<Squad> squads) {
        jdbc.batchUpdate("insert into pulled_squad (name, members, listed_at, id) values (?, ?, ?, ?)", squads, BATCH,
                (row, squad) -> {
                    row.setString(1, squad.name());
                    row.setString(2, json.writeValueAsString(squad.members()));
                    row.setObject(3, at(squad));
                    row.setString(4, squad.id());
                });
    }

    void update(Collection<Squad> squads) {
        jdbc.batchUpdate("update pulled_squad set name = ?, members = ?, listed_at = ? where id = ?", squads, BATCH,
                (row, squad) -> {
                    row.setString(1, squad.name());
                    row.setString(2, json.writeValueAsString(squad.members()));
                    row.setObject(3, at(squad));
                    row.setString(4, squad.id());
                });
    }

    /// @return whether it was there
    boolean delete(String id) {
        return jdbc.update("delete from pulled_squad where id = ?", id) > 0;
    }

    void delete(Collection<String> ids) {
        jdbc.batchUpdate("delete from pulled_squad where id = ?", ids, BATCH, (row, id) -> row.setString(1, id));
    }

    private static OffsetDateTime at(Squad squad) {
        Instant listedAt = squad.updatedAt() == null ? Instant.EPOCH : squad.updatedAt();
        return listedAt.atOffset(ZoneOffset.UTC);
    }
}
