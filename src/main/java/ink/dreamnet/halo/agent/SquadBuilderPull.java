package ink.dreamnet.halo.agent;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.fleet.ListChanges;
import ink.dreamnet.halo.registry.source.ListedJson.Listing;
import ink.dreamnet.halo.registry.source.SourceList;
import ink.dreamnet.halo.registry.source.SourceList.Listed;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Brings the registry in line with Squad Builder's list: a handful of batches in one transaction, however many agents
/// there are. An agent that is also declared here is left alone.
@Component
class SquadBuilderPull {

    private static final int BATCH = 500;

    private final SourceList list;
    private final SquadBuilderProperties properties;
    private final AgentProperties defaults;
    private final AgentStore store;
    private final JdbcTemplate jdbc;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SquadBuilderPull(Sources sources, SourceMemory memory, JsonMapper json, SquadBuilderProperties properties,
            AgentProperties defaults, AgentStore store, JdbcTemplate jdbc, AuditTrail audit,
            TransactionTemplate transaction, ApplicationEventPublisher events, Clock clock) {
        this.list = new SourceList(sources.squadBuilder(), memory, json,
                new Listed("agents", "/api/squad/agents", "agents", false));
        this.properties = properties;
        this.defaults = defaults;
        this.store = store;
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /// Pulls once.
    ///
    /// @param budget how long Squad Builder may take
    /// @return how many entries of its list have no usable id and were left out
    /// @throws CallFailedException where it gives no usable answer; the registry is then as it was
    int pull(Duration budget) throws CallFailedException, InterruptedException {
        Instant asked = clock.instant();
        Listing<SourceAgent> listing = list.get(budget, (id, entry) -> SourceAgent.read(id, entry, asked));
        // what changes meanwhile is noticed by the next pull; an agent that is taken over meanwhile is not touched
        Map<String, AgentRecord> known = new HashMap<>();
        store.list(null, null, null, Integer.MAX_VALUE).forEach(agent -> known.put(agent.definition().id(), agent));
        list.refuseEmpty(listing.entries().values(), known.values().stream().map(AgentRecord::known)
                .filter(agent -> agent.pulled() && agent.delistedAt() == null).count(), defaults.doubtFrom());
        transaction.executeWithoutResult(tx -> bringInLine(listing.entries(), known, clock.instant()));
        return listing.unusable();
    }

    /// @return when Squad Builder last answered with its agents, and why it failed since
    SourceState state() {
        return list.state();
    }

    /// @return whether there is a Squad Builder
    boolean configured() {
        return list.source().configured();
    }

    private void bringInLine(Map<String, SourceAgent> listed, Map<String, AgentRecord> all, Instant now) {
        Map<String, AgentDefinition> known = new HashMap<>();
        Set<String> missing = new HashSet<>();
        Set<String> declaredHere = new HashSet<>();
        all.forEach((id, agent) -> {
            if (!agent.known().pulled()) {
                declaredHere.add(id);
                return;
            }
            known.put(id, agent.definition());
            if (agent.known().delistedAt() != null) {
                missing.add(id);
            }
        });
        Map<String, AgentDefinition> wanted = new LinkedHashMap<>();
        listed.forEach((id, agent) -> {
            if (!declaredHere.contains(id)) {
                wanted.put(id, definition(id, agent, known.get(id)));
            }
        });
        ListChanges<AgentDefinition> changes = ListChanges.of(known, wanted, agent -> missing.contains(agent.id()),
                AgentDefinition::equals);
        store.insert(changes.added(), now);
        store.updatePulled(changes.relisted());
        store.updatePulled(changes.changed());
        delist(changes.delisted(), now);
        Map<String, Sighting> sightings = new LinkedHashMap<>();
        listed.forEach((id, agent) -> sightings.put(id,
                Sighting.of(agent, all.containsKey(id) ? all.get(id).known().sighting() : null, now)));
        sight(listed, sightings);
        stamp(now);
        list.answered();
        List<Change> record = new ArrayList<>();
        changes.added().forEach(agent -> record.add(Change.of("agent.registered", "agent", agent.id())));
        changes.relisted().forEach(agent -> record.add(Change.of("agent.listed-again", "agent", agent.id())));
        changes.changed().forEach(agent -> record.add(Change.of("agent.changed", "agent", agent.id())));
        changes.delisted().forEach(id -> record.add(Change.of("agent.delisted", "agent", id)));
        audit.record(Actor.HALO, record);
        List<SubjectRef> changed = record.stream().map(change -> new SubjectRef(SubjectKind.AGENT, change.subjectId()))
                .toList();
        if (!changed.isEmpty()) {
            events.publishEvent(new SubjectList.Changed(changed));
        }
    }

    /// Squad Builder lists no squads, labels and dependencies, so they stay as they are.
    private AgentDefinition definition(String id, SourceAgent agent, @Nullable AgentDefinition before) {
        Duration period = Objects.requireNonNullElse(properties.heartbeatPeriod(), defaults.heartbeatPeriod());
        Duration grace = Objects.requireNonNullElse(properties.grace(), defaults.grace());
        return new AgentDefinition(id, agent.name(), agent.role(),
                before == null ? null : before.squad(), agent.capabilities(),
                before == null ? Map.of() : before.labels(), period, grace,
                before == null ? List.of() : before.dependsOn(), ManagedBy.SQUAD_BUILDER);
    }

    private void delist(Collection<String> ids, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate("update agent set delisted_at = ? where id = ? and managed_by = ?", ids, BATCH, (row, id) -> {
            row.setObject(1, at);
            row.setString(2, id);
            row.setString(3, ManagedBy.SQUAD_BUILDER.wire());
        });
    }

    private void sight(Map<String, SourceAgent> listed, Map<String, Sighting> sightings) {
        List<Map.Entry<String, Sighting>> all = List.copyOf(sightings.entrySet());
        int[][] counts = jdbc.batchUpdate("""
                update agent_sighting set role_key = ?, online = ?, offline_since = ?, seen_at = ?, moved_at = ?,
                listed_at = ? where agent_id = ?""", all, BATCH, (row, each) -> bind(row, listed, each));
        List<Map.Entry<String, Sighting>> unseen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (counts[i / BATCH][i % BATCH] == 0) {
                unseen.add(all.get(i));
            }
        }
        jdbc.batchUpdate("""
                insert into agent_sighting (role_key, online, offline_since, seen_at, moved_at, listed_at, agent_id)
                values (?, ?, ?, ?, ?, ?, ?)""", unseen, BATCH, (row, each) -> bind(row, listed, each));
    }

    private static void bind(PreparedStatement row, Map<String, SourceAgent> listed, Map.Entry<String, Sighting> each)
            throws SQLException {
        Sighting sighting = each.getValue();
        row.setString(1, AgentStore.roleKey(Objects.requireNonNull(listed.get(each.getKey())).role()));
        row.setObject(2, sighting.online(), Types.BOOLEAN);
        time(row, 3, sighting.offlineSince());
        time(row, 4, sighting.seenAt());
        time(row, 5, sighting.movedAt());
        time(row, 6, sighting.asOf());
        row.setString(7, each.getKey());
    }

    private static void time(PreparedStatement row, int at, @Nullable Instant time) throws SQLException {
        row.setObject(at, time == null ? null : time.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private void stamp(Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        String id = ManagedBy.SQUAD_BUILDER.wire();
        if (jdbc.update("update agent_source set pulled_at = ? where id = ?", at, id) == 0) {
            jdbc.update("insert into agent_source (id, pulled_at) values (?, ?)", id, at);
        }
    }
}
