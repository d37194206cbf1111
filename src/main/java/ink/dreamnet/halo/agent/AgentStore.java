package ink.dreamnet.halo.agent;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.SquadMembers;
import ink.dreamnet.halo.task.AgentDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The registry's rows.
@Component
class AgentStore implements SubjectDirectory, SubjectList {

    private static final int BATCH = 500;
    private static final int FACTS = 1000;
    private static final String JUDGED = """
            a.id, a.name, a.role, a.squad, a.managed_by, a.heartbeat_period_ms, a.grace_ms, a.paused, a.watched_since,
            a.delisted_at, h.seen_at as heartbeat_at, h.status, h.message, s.online, s.offline_since,
            s.seen_at as sighted_at, s.moved_at, src.pulled_at""";
    private static final String DECLARED = ", a.capabilities, a.labels, a.depends_on, a.registered_at, a.pause_reason";
    private static final String FROM = """
             from agent a join agent_heartbeat h on h.agent_id = a.id
            left join agent_sighting s on s.agent_id = a.id left join agent_source src on src.id = a.managed_by
            """;
    private static final String LISTED = "select id, name, squad, labels, paused from agent";
    private static final String UPDATE = """
            update agent set name = ?, role = ?, role_key = ?, squad = ?, capabilities = ?, labels = ?, depends_on = ?,
            heartbeat_period_ms = ?, grace_ms = ?, managed_by = ?, delisted_at = null where id = ?""";
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {
    };
    private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final SquadMembers members;

    AgentStore(JdbcTemplate jdbc, JsonMapper json, SquadMembers members) {
        this.jdbc = jdbc;
        this.json = json;
        this.members = members;
    }

    /// @return every agent, each with its own squad or the one that lists it, for a judgement of the whole fleet
    List<KnownAgent> all() {
        Map<String, String> squads = members.squadByAgent();
        return JdbcClient.create(jdbc).sql("select " + JUDGED + FROM + "order by a.id").withFetchSize(2000)
                .query((row, number) -> known(row).inSquadOf(squads)).list();
    }

    /// @return the agents of a role (in lower case) that are in a squad, which they name or which lists them, and not paused
    List<KnownAgent> ofRoleInSquads(String roleKey) {
        Map<String, String> squads = members.squadByAgent();
        return jdbc.query("select " + JUDGED + FROM + " where a.role_key = ? and a.paused = false",
                (row, number) -> known(row).inSquadOf(squads), roleKey).stream().filter(agent -> agent.squad() != null)
                .toList();
    }

    /// @return the role of an agent and whether it is paused
    Optional<AgentDirectory.Post> post(String id) {
        return jdbc.query("select role, paused from agent where id = ?",
                (row, number) -> new AgentDirectory.Post(row.getString(1), row.getBoolean(2)), id).stream()
                .findFirst();
    }

    /// @return the squad and the labels of every agent that is judged, as the names of groups, by its id
    Map<String, List<String>> groups() {
        Map<String, String> squads = members.squadByAgent();
        Map<String, List<String>> groups = new HashMap<>();
        jdbc.query("select id, squad, labels from agent where paused = false and delisted_at is null", row -> {
            List<String> names = new ArrayList<>();
            String squad = squad(row, squads);
            if (squad != null) {
                names.add("squad:" + squad);
            }
            json.readValue(row.getString("labels"), LABELS)
                    .forEach((name, value) -> names.add("label:%s=%s".formatted(name, value)));
            groups.put(row.getString("id"), names);
        });
        return groups;
    }

    Optional<AgentRecord> find(String id) {
        return jdbc.query("select " + JUDGED + DECLARED + FROM + " where a.id = ?", (row, number) -> read(row), id)
                .stream().findFirst();
    }

    /// Locks the definition of an agent until the end of the transaction.
    ///
    /// @return whether there is one
    boolean lock(String id) {
        return !jdbc.queryForList("select id from agent where id = ? for update", String.class, id).isEmpty();
    }

    /// @return those of some ids that are registered; one query for each 1,000
    Set<String> existing(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        Set<String> existing = new HashSet<>();
        for (int from = 0; from < all.size(); from += FACTS) {
            List<String> some = all.subList(from, Math.min(all.size(), from + FACTS));
            existing.addAll(jdbc.queryForList("select id from agent where id in ("
                    + String.join(", ", Collections.nCopies(some.size(), "?")) + ")", String.class, some.toArray()));
        }
        return existing;
    }

    boolean exists(String id) {
        return !jdbc.queryForList("select id from agent where id = ?", String.class, id).isEmpty();
    }

    /// @param after the id after which to begin, or null
    /// @param squad only the agents that name this squad or that it lists; null for all
    /// @param role only this role, or null for all
    List<AgentRecord> list(@Nullable String after, @Nullable String squad, @Nullable String role, int limit) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        List<Object> values = new ArrayList<>();
        if (after != null) {
            where.append(" and a.id > ?");
            values.add(after);
        }
        if (squad != null) {
            List<String> listed = members.squadByAgent().entrySet().stream()
                    .filter(member -> member.getValue().equals(squad)).map(Map.Entry::getKey).toList();
            where.append(" and (a.squad = ?");
            values.add(squad);
            if (!listed.isEmpty()) {
                where.append(" or a.squad is null and a.id in (")
                        .append(String.join(", ", Collections.nCopies(listed.size(), "?"))).append(')');
                values.addAll(listed);
            }
            where.append(')');
        }
        if (role != null) {
            where.append(" and a.role_key = ?");
            values.add(roleKey(role));
        }
        values.add(limit);
        return jdbc.query("select " + JUDGED + DECLARED + FROM + where + " order by a.id limit ?",
                (row, number) -> read(row), values.toArray());
    }

    /// One query.
    @Override
    public List<SubjectRef> dependants(Collection<SubjectRef> subjects) {
        List<SubjectRef> dependants = new ArrayList<>();
        jdbc.query("select id, depends_on from agent where depends_on <> '[]'", row -> {
            if (!Collections.disjoint(dependsOn(row), subjects)) {
                dependants.add(new SubjectRef(SubjectKind.AGENT, row.getString("id")));
            }
        });
        return dependants;
    }

    /// One query for each 1,000.
    @Override
    public Map<SubjectRef, Facts> facts(Collection<SubjectRef> subjects) {
        List<String> ids = subjects.stream().filter(subject -> subject.kind() == SubjectKind.AGENT)
                .map(SubjectRef::id).distinct().toList();
        Map<SubjectRef, Facts> facts = new HashMap<>();
        Map<String, String> squads = ids.isEmpty() ? Map.of() : members.squadByAgent();
        for (int from = 0; from < ids.size(); from += FACTS) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + FACTS));
            String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
            jdbc.query("select id, squad, labels, depends_on from agent where id in (" + marks + ")", row -> {
                facts.put(new SubjectRef(SubjectKind.AGENT, row.getString("id")),
                        new Facts(labels(row), dependsOn(row), squad(row, squads)));
            }, some.toArray());
        }
        return facts;
    }

    @Override
    public List<SubjectRef> labelled(String name, String value) {
        // the text is only narrowed down by the database; what it means is read here
        return jdbc.query("select id, labels from agent where labels like ? escape '!'", (row, number) -> value
                .equals(labels(row).get(name)) ? new SubjectRef(SubjectKind.AGENT, row.getString("id")) : null,
                "%" + json.writeValueAsString(name).replaceAll("[!%_]", "!$0") + "%").stream()
                .filter(Objects::nonNull).toList();
    }

    @Override
    public void each(SubjectKind kind, Consumer<Listed> visit) {
        if (kind == SubjectKind.AGENT) {
            Map<String, String> squads = members.squadByAgent();
            jdbc.query(LISTED, row -> {
                visit.accept(listed(row, squads));
            });
        }
    }

    /// One query for each 1,000.
    @Override
    public Map<SubjectRef, Listed> find(Collection<SubjectRef> subjects) {
        List<String> ids = subjects.stream().filter(subject -> subject.kind() == SubjectKind.AGENT)
                .map(SubjectRef::id).distinct().toList();
        Map<SubjectRef, Listed> found = new HashMap<>();
        Map<String, String> squads = ids.isEmpty() ? Map.of() : members.squadByAgent();
        IdChunks.each(ids, (marks, some) -> jdbc.query(LISTED + " where id in (" + marks + ")", row -> {
            Listed listed = listed(row, squads);
            found.put(listed.subject(), listed);
        }, some));
        return found;
    }

    private Listed listed(ResultSet row, Map<String, String> squads) throws SQLException {
        return new Listed(new SubjectRef(SubjectKind.AGENT, row.getString("id")), row.getString("name"),
                squad(row, squads), labels(row), row.getBoolean("paused"));
    }

    void insert(Collection<AgentDefinition> agents, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate("""
                insert into agent (name, role, role_key, squad, capabilities, labels, depends_on, heartbeat_period_ms,
                grace_ms, managed_by, paused, registered_at, watched_since, id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?)""", agents, BATCH, (row, agent) -> {
            int next = bind(row, agent);
            row.setObject(next, at);
            row.setObject(next + 1, at);
            row.setString(next + 2, agent.id());
        });
        jdbc.batchUpdate("insert into agent_heartbeat (agent_id) values (?)", agents, BATCH,
                (row, agent) -> row.setString(1, agent.id()));
    }

    /// Replaces the definition; who is paused stays so.
    void update(AgentDefinition agent) {
        jdbc.update(UPDATE, row -> row.setString(bind(row, agent), agent.id()));
    }

    /// Replaces the definitions of those agents that are still managed by the source that they were pulled from.
    void updatePulled(Collection<AgentDefinition> agents) {
        jdbc.batchUpdate(UPDATE + " and managed_by = ?", agents, BATCH, (row, agent) -> {
            int next = bind(row, agent);
            row.setString(next, agent.id());
            row.setString(next + 1, agent.managedBy().wire());
        });
    }

    private int bind(PreparedStatement row, AgentDefinition agent) throws SQLException {
        row.setString(1, agent.name());
        row.setString(2, agent.role());
        row.setString(3, roleKey(agent.role()));
        row.setString(4, agent.squad());
        row.setString(5, json.writeValueAsString(agent.capabilities()));
        row.setString(6, json.writeValueAsString(new TreeMap<>(agent.labels())));
        row.setString(7, json.writeValueAsString(agent.dependsOn().stream().map(SubjectRef::toString).toList()));
        row.setLong(8, agent.heartbeatPeriod().toMillis());
        row.setLong(9, agent.grace().toMillis());
        row.setString(10, agent.managedBy().wire());
        return 11;
    }

    void delete(String id) {
        jdbc.update("delete from agent where id = ?", id);
    }

    void pause(String id, @Nullable String reason) {
        jdbc.update("update agent set paused = true, pause_reason = ? where id = ?", reason, id);
    }

    /// @param now from when on a missing heartbeat counts again
    void resume(String id, Instant now) {
        jdbc.update("update agent set paused = false, pause_reason = null, watched_since = ? where id = ?",
                now.atOffset(ZoneOffset.UTC), id);
    }

    List<String> idsManagedBy(ManagedBy managedBy) {
        return jdbc.query("select id from agent where managed_by = ?", (row, number) -> row.getString(1),
                managedBy.wire());
    }

    static String roleKey(String role) {
        return role.toLowerCase(Locale.ROOT);
    }

    private AgentRecord read(ResultSet row) throws SQLException {
        KnownAgent known = known(row);
        AgentDefinition definition = new AgentDefinition(known.id(), known.name(), known.role(), known.squad(),
                json.readValue(row.getString("capabilities"), TEXTS), labels(row), known.period(), known.grace(),
                dependsOn(row), known.managedBy());
        return new AgentRecord(definition, known, required(row, "registered_at"), row.getString("pause_reason"));
    }

    /// @param squads the squads that list agents
    private static @Nullable String squad(ResultSet row, Map<String, String> squads) throws SQLException {
        String own = row.getString("squad");
        return own == null ? squads.get(row.getString("id")) : own;
    }

    private Map<String, String> labels(ResultSet row) throws SQLException {
        return json.readValue(row.getString("labels"), LABELS);
    }

    private List<SubjectRef> dependsOn(ResultSet row) throws SQLException {
        return json.readValue(row.getString("depends_on"), TEXTS).stream().map(SubjectRef::parse).toList();
    }

    private static KnownAgent known(ResultSet row) throws SQLException {
        ManagedBy managedBy = constant(ManagedBy.values(), row.getString("managed_by"));
        Instant pulledAt = instant(row, "pulled_at");
        Sighting sighting = null;
        if (pulledAt != null) {
            boolean online = row.getBoolean("online");
            sighting = new Sighting(row.wasNull() ? null : online, instant(row, "offline_since"),
                    instant(row, "sighted_at"), instant(row, "moved_at"), pulledAt);
        }
        String status = row.getString("status");
        return new KnownAgent(row.getString("id"), row.getString("name"), row.getString("role"),
                row.getString("squad"), managedBy, Duration.ofMillis(row.getLong("heartbeat_period_ms")),
                Duration.ofMillis(row.getLong("grace_ms")), row.getBoolean("paused"), required(row, "watched_since"),
                instant(row, "delisted_at"), instant(row, "heartbeat_at"),
                status == null ? null : constant(HeartbeatStatus.values(), status), row.getString("message"),
                sighting);
    }

    private static <E extends Enum<E> & Wire> E constant(E[] constants, String wire) {
        return Arrays.stream(constants).filter(c -> c.wire().equals(wire)).findFirst()
                .orElseThrow(() -> new IllegalStateException("unknown value in the database: " + wire));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
