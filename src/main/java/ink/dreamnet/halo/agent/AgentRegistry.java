package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Fleet.Put;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.source.Source;
import ink.dreamnet.halo.registry.source.Sources;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The verbs of the registry. Every change is recorded in the audit trail in its own transaction.
@Component
class AgentRegistry {

    private static final String SUBJECT = "agent";
    private static final int MAX_REASON = 500;
    private static final int CHUNK = 1000;

    private final AgentStore store;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final AgentProperties properties;
    private final Source squadBuilder;
    private final IntakeStart intakeStart;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AgentRegistry(AgentStore store, AuditTrail audit, TransactionTemplate transaction, AgentProperties properties,
            Sources sources, IntakeStart intakeStart, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.transaction = transaction;
        this.properties = properties;
        this.squadBuilder = sources.squadBuilder();
        this.intakeStart = intakeStart;
        this.events = events;
        this.clock = clock;
    }

    /// Registers an agent or replaces its definition. Putting the same again changes nothing. An agent that was pulled is
    /// taken over: from now on its own heartbeats count.
    ///
    /// @throws InvalidInputException naming every field that is wrong
    /// @throws ConflictException where the configuration declares it
    Put<AgentRecord> put(String id, AgentSpec spec, Actor actor) {
        AgentDefinition wanted = spec.define(id, ManagedBy.API, properties);
        return put(wanted, actor, false);
    }

    /// Registers what the configuration declares, whoever declared it before.
    void declare(AgentDefinition wanted) {
        put(wanted, Actor.HALO, true);
    }

    private Put<AgentRecord> put(AgentDefinition wanted, Actor actor, boolean byConfiguration) {
        try {
            return transaction.execute(tx -> write(wanted, actor, byConfiguration));
        } catch (DuplicateKeyException registeredMeanwhile) {
            return transaction.execute(tx -> write(wanted, actor, byConfiguration));
        }
    }

    private Put<AgentRecord> write(AgentDefinition wanted, Actor actor, boolean byConfiguration) {
        boolean there = store.lock(wanted.id());
        if (!there) {
            store.insert(List.of(wanted), clock.instant());
            audit.record(actor, Change.of("agent.registered", SUBJECT, wanted.id()));
            changed(wanted.id());
            return new Put<>(get(wanted.id()), true);
        }
        AgentRecord before = get(wanted.id());
        if (!byConfiguration) {
            refuseConfigured(before);
        }
        if (!before.definition().equals(wanted)) {
            store.update(wanted);
            audit.record(actor, Change.of("agent.changed", SUBJECT, wanted.id()));
            changed(wanted.id());
        }
        return new Put<>(get(wanted.id()), false);
    }

    /// @throws NotFoundException where there is no such agent
    AgentRecord get(String id) {
        return store.find(id).orElseThrow(() -> new NotFoundException(SUBJECT, id));
    }

    /// Deletes an agent.
    ///
    /// @throws NotFoundException where there is no such agent
    /// @throws ConflictException where the configuration declares it or Squad Builder still lists it
    void delete(String id, Actor actor) {
        transaction.executeWithoutResult(tx -> {
            AgentRecord before = locked(id);
            refuseConfigured(before);
            if (before.known().pulled() && before.known().delistedAt() == null && squadBuilder.configured()) {
                throw new ConflictException(
                        "Squad Builder lists agent '%s'; remove it there, or pause it here".formatted(id));
            }
            store.delete(id);
            audit.record(actor, Change.of("agent.deleted", SUBJECT, id));
            changed(id);
        });
    }

    /// Deletes an agent that the configuration does not declare any more.
    void undeclare(String id) {
        transaction.executeWithoutResult(tx -> {
            store.delete(id);
            audit.record(Actor.HALO, new Change("agent.deleted", SUBJECT, id, null, null,
                    "the configuration does not declare it any more"));
            changed(id);
        });
    }

    /// Stops judging an agent until it is resumed. Pausing a paused one only changes the reason.
    ///
    /// @throws NotFoundException where there is no such agent
    AgentRecord pause(String id, @Nullable String reason, Actor actor) {
        checkReason(reason);
        return transaction.execute(tx -> {
            AgentRecord before = locked(id);
            store.pause(id, reason);
            audit.record(actor, new Change("agent.paused", SUBJECT, id, state(before).wire(),
                    AgentState.PAUSED.wire(), reason));
            changed(id);
            return get(id);
        });
    }

    /// Judges a paused agent again; missing heartbeats count from now on. One that is not paused stays as it is.
    ///
    /// @throws NotFoundException where there is no such agent
    AgentRecord resume(String id, @Nullable String reason, Actor actor) {
        checkReason(reason);
        return transaction.execute(tx -> {
            AgentRecord before = locked(id);
            if (!before.known().paused()) {
                return before;
            }
            store.resume(id, clock.instant());
            AgentRecord after = get(id);
            audit.record(actor, new Change("agent.resumed", SUBJECT, id, AgentState.PAUSED.wire(),
                    state(after).wire(), reason));
            changed(id);
            return after;
        });
    }

    /// Lists agents by id.
    ///
    /// @param state only agents in this state now, or null
    /// @param squad only agents of this squad, or null
    /// @param role only agents of this role whatever its case, or null
    Page<AgentRecord> list(PageQuery query, @Nullable AgentState state, @Nullable String squad,
            @Nullable String role) {
        if (state == null) {
            return Page.of(store.list(query.before(), squad, role, query.limit() + 1), query,
                    agent -> agent.known().id());
        }
        List<AgentRecord> found = new ArrayList<>();
        Optional<String> after = Optional.ofNullable(query.before());
        List<AgentRecord> chunk;
        do {
            chunk = store.list(after.orElse(null), squad, role, CHUNK);
            chunk.stream().filter(agent -> state(agent) == state).limit(query.limit() + 1L - found.size())
                    .forEach(found::add);
            after = chunk.isEmpty() ? after : Optional.of(chunk.getLast().known().id());
        } while (chunk.size() == CHUNK && found.size() <= query.limit());
        return Page.of(found, query, agent -> agent.known().id());
    }

    /// @return the state of the agent now
    AgentState state(AgentRecord agent) {
        return liveness(agent.known()).state();
    }

    /// @return the judgement of an agent now
    Liveness liveness(KnownAgent agent) {
        return Liveness.of(agent, clock.instant(), intakeStart.at());
    }

    private void changed(String id) {
        events.publishEvent(new SubjectList.Changed(List.of(new SubjectRef(SubjectKind.AGENT, id))));
    }

    private AgentRecord locked(String id) {
        if (!store.lock(id)) {
            throw new NotFoundException(SUBJECT, id);
        }
        return get(id);
    }

    private static void refuseConfigured(AgentRecord agent) {
        if (agent.definition().managedBy() == ManagedBy.CONFIG) {
            throw new ConflictException("Agent '%s' is declared by the configuration (halo.agents) and is changed there"
                    .formatted(agent.definition().id()));
        }
    }

    private static void checkReason(@Nullable String reason) {
        if (reason != null && (reason.length() > MAX_REASON || AgentSpec.hasControl(reason))) {
            throw new InvalidInputException("reason",
                    "must be a text of at most %d characters without control characters".formatted(MAX_REASON));
        }
    }
}
