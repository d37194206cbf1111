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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.source.Source;
import ink.dreamnet.halo.registry.source.SourceFailedException;
import ink.dreamnet.halo.registry.source.SourceMemory;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.registry.source.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Brings the registry in line with Squad Builder's list: a handful of batches in one transaction, however many agents
/// there are. An agent that is also declared here is left alone.
@Component
class SquadBuilderPull {

    private static final int BATCH = 500;

    private static final String WHAT = "agents";
    private static final String PATH = "/api/squad/agents";

    private final Source source;
    private final SourceMemory memory;
    private final JsonMapper json;
    private final SquadBuilderProperties properties;
    private final AgentProperties defaults;
    private final AgentStore store;
    private final JdbcTemplate jdbc;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SquadBuilderPull(Sources sources, SourceMemory memory, JsonMapper json, SquadBuilderProperties properties,
            AgentProperties defaults, AgentStore store, JdbcTemplate jdbc, AuditTrail audit,
            TransactionTemplate transaction, Clock clock) {
        this.source = sources.squadBuilder();
        this.memory = memory;
        this.json = json;
        this.properties = properties;
        this.defaults = defaults;
        this.store = store;
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Pulls once.
    ///
    /// @param budget how long Squad Builder may take
    /// @return how many entries of its list have no usable id and were passed over
    /// @throws SourceFailedException where it gives no usable answer; the registry is then as it was
    int pull(Duration budget) throws SourceFailedException, InterruptedException {
        try {
            return bringInLine(source.get(PATH, budget, body -> SquadBuilderListing.read(json, body, clock.instant())));
        } catch (SourceFailedException failed) {
            memory.failed(source, WHAT, failed);
            throw failed;
        }
    }

    /// @return what is remembered of asking Squad Builder for its agents
    SourceState state() {
        return memory.state(source, WHAT);
    }

    /// @return whether there is a Squad Builder
    boolean configured() {
        return source.configured();
    }

    private int bringInLine(SquadBuilderListing listing) throws SourceFailedException {
        // what changes meanwhile is noticed by the next pull; an agent that is taken over meanwhile is not touched
        Map<String, Known> known = known();
        long listedBefore = known.values().stream().filter(agent -> agent.pulled() && !agent.delisted()).count();
        if (listing.agents().isEmpty() && listedBefore >= defaults.doubtFrom()) {
            throw new SourceFailedException(
                    "it lists none of the %d agents that it listed before".formatted(listedBefore), false);
        }
        transaction.executeWithoutResult(tx -> apply(listing.agents(), known, clock.instant()));
        return listing.unusable();
    }

    private record Known(boolean pulled, boolean delisted, AgentDefinition definition) {
    }

    private Map<String, Known> known() {
        Map<String, Known> known = new HashMap<>();
        for (AgentRecord agent : store.list(null, null, null, Integer.MAX_VALUE)) {
            known.put(agent.known().id(),
                    new Known(agent.known().pulled(), agent.known().delistedAt() != null, agent.definition()));
        }
        return known;
    }

    private void apply(List<SourceAgent> listed, Map<String, Known> known, Instant now) {
        List<AgentDefinition> added = new ArrayList<>();
        List<AgentDefinition> changed = new ArrayList<>();
        List<SourceAgent> sighted = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        known.forEach((id, agent) -> {
            if (agent.pulled() && !agent.delisted()) {
                gone.add(id);
            }
        });
        for (SourceAgent agent : listed) {
            gone.remove(agent.id());
            Known before = known.get(agent.id());
            if (before != null && !before.pulled()) {
                continue;
            }
            AgentDefinition wanted = definition(agent, before);
            sighted.add(agent);
            if (before == null) {
                added.add(wanted);
                changes.add(Change.of("agent.registered", "agent", agent.id()));
            } else if (before.delisted() || !before.definition().equals(wanted)) {
                changed.add(wanted);
                changes.add(Change.of(before.delisted() ? "agent.listed-again" : "agent.changed", "agent", agent.id()));
            }
        }
        gone.forEach(id -> changes.add(Change.of("agent.delisted", "agent", id)));
        store.insert(added, now);
        store.updatePulled(changed);
        delist(gone, now);
        sight(sighted);
        stamp(now);
        memory.answered(source, WHAT);
        audit.record(Actor.HALO, changes);
    }

    /// The source knows no squads, labels and dependencies, so they stay as they are.
    private AgentDefinition definition(SourceAgent agent, @Nullable Known before) {
        Duration period = Objects.requireNonNullElse(properties.heartbeatPeriod(), defaults.heartbeatPeriod());
        Duration grace = Objects.requireNonNullElse(properties.grace(), defaults.grace());
        return new AgentDefinition(agent.id(), agent.name(), agent.role(),
                before == null ? null : before.definition().squad(), agent.capabilities(),
                before == null ? Map.of() : before.definition().labels(), period, grace,
                before == null ? List.of() : before.definition().dependsOn(), ManagedBy.SQUAD_BUILDER);
    }

    private void delist(Collection<String> ids, Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate("update agent set delisted_at = ? where id = ? and managed_by = ?", ids, BATCH, (row, id) -> {
            row.setObject(1, at);
            row.setString(2, id);
            row.setString(3, ManagedBy.SQUAD_BUILDER.wire());
        });
    }

    private void sight(List<SourceAgent> agents) {
        int[][] counts = jdbc.batchUpdate("update agent_sighting set online = ?, seen_at = ? where agent_id = ?",
                agents, BATCH, SquadBuilderPull::bind);
        List<SourceAgent> unseen = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            if (counts[i / BATCH][i % BATCH] == 0) {
                unseen.add(agents.get(i));
            }
        }
        jdbc.batchUpdate("insert into agent_sighting (online, seen_at, agent_id) values (?, ?, ?)", unseen, BATCH,
                SquadBuilderPull::bind);
    }

    private static void bind(PreparedStatement row, SourceAgent agent) throws SQLException {
        row.setObject(1, agent.online(), Types.BOOLEAN);
        row.setObject(2, agent.seenAt() == null ? null : agent.seenAt().atOffset(ZoneOffset.UTC),
                Types.TIMESTAMP_WITH_TIMEZONE);
        row.setString(3, agent.id());
    }

    private void stamp(Instant now) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        String id = ManagedBy.SQUAD_BUILDER.wire();
        if (jdbc.update("update agent_source set pulled_at = ? where id = ?", at, id) == 0) {
            jdbc.update("insert into agent_source (id, pulled_at) values (?, ?)", id, at);
        }
    }
}
