package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.GroupCommit;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.QueueFullException;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Accepts events and returns when they are durable, many in one transaction. What is committed is routed afterwards ([Router]), also where HALO is killed in between.
@Component
class EventIntake extends GroupCommit<EventIntake.Received, Map<UUID, UUID>> {

    private final EventStore store;
    private final Inbox inbox;
    private final IntakeProperties.Intake properties;
    private final TransactionTemplate transaction;
    private final RouterLoop router;
    private final AuditTrail audit;
    private final CurrentActor actor;
    private final Counter accepted;
    private final Counter duplicates;
    private final DistributionSummary batches;

    EventIntake(EventStore store, Inbox inbox, IntakeProperties properties, TransactionTemplate transaction,
            RouterLoop router, AuditTrail audit, CurrentActor actor, MeterRegistry meters) {
        super("events", properties.intake().bounds(), Counter.builder("halo.events.refused")
                .description("Events that could not be accepted").register(meters));
        this.store = store;
        this.inbox = inbox;
        this.properties = properties.intake();
        this.transaction = transaction;
        this.router = router;
        this.audit = audit;
        this.actor = actor;
        this.accepted = Counter.builder("halo.events.accepted").description("Events that were committed")
                .register(meters);
        this.duplicates = Counter.builder("halo.events.duplicates").description("Events that were known already")
                .register(meters);
        this.batches = DistributionSummary.builder("halo.events.batch").baseUnit("events")
                .description("Events committed together").register(meters);
    }

    /// An event with who sent it.
    record Received(WormholeEvent event, Sender sender) {
    }

    /// Who sent events in one call.
    ///
    /// @param actor [Actor#HALO] where HALO fetched them itself
    record Sender(Actor actor, CurrentActor.Origin origin) {
    }

    /// Stores events. When it returns they are committed; when it throws they are not acknowledged, though they may have been
    /// stored: sent again they are duplicates.
    ///
    /// @return those of the events that were known already: their ids, each with the id under which the event is kept
    /// @throws TooManyRequestsException where too many wait to be stored or to be routed
    /// @throws UnavailableException where the database fails, or HALO stops
    Map<UUID, UUID> acceptTogether(List<WormholeEvent> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        Sender sender = new Sender(actor.get(), actor.origin());
        try {
            Map<UUID, UUID> all = accept(events.stream().map(event -> new Received(event, sender)).toList());
            long known = events.stream().filter(event -> all.containsKey(event.id())).count();
            accepted.increment(events.size() - known);
            duplicates.increment(known);
            return all;
        } catch (QueueFullException full) {
            throw new TooManyRequestsException(String.valueOf(full.getMessage()), full.retryAfter());
        }
    }

    /// As [#acceptTogether], for more events than one transaction should hold: they are committed in parts. Where a part fails, those
    /// before it are kept; sent again they are duplicates.
    Map<UUID, UUID> acceptAll(List<WormholeEvent> events) {
        Map<UUID, UUID> known = new HashMap<>();
        int most = Math.min(properties.batch(), properties.capacity());
        for (int from = 0; from < events.size(); from += most) {
            known.putAll(acceptTogether(events.subList(from, Math.min(events.size(), from + most))));
        }
        return known;
    }

    /// Stores events in the caller's transaction, at once. They are routed as soon as it is committed.
    void acceptWithin(List<WormholeEvent> events) {
        Map<UUID, UUID> known = insert(events);
        int fresh = events.size() - known.size();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                accepted.increment(fresh);
                duplicates.increment(known.size());
                router.accepted(fresh);
            }
        });
    }

    @Override
    protected @Nullable String overload() {
        return router.backlog() > properties.backlog() ? "Too many events are waiting to be routed" : null;
    }

    @Override
    protected Map<UUID, UUID> write(List<Received> received) {
        batches.record(received.size());
        Map<UUID, UUID> known = Objects.requireNonNull(transaction.execute(tx -> {
            Map<UUID, UUID> before = insert(received.stream().map(Received::event).toList());
            note(received.stream().filter(one -> !before.containsKey(one.event().id())
                    && !one.sender().actor().equals(Actor.HALO)).toList());
            return before;
        }));
        router.accepted(received.size() - known.size());
        return known;
    }

    /// One entry for each call.
    private void note(List<Received> fresh) {
        Map<Sender, List<Received>> calls = new LinkedHashMap<>();
        fresh.forEach(one -> calls.computeIfAbsent(one.sender(), sender -> new ArrayList<>()).add(one));
        List<AuditTrail.Attributed> changes = new ArrayList<>();
        calls.forEach((sender, events) -> {
            WormholeEvent first = events.getFirst().event();
            changes.add(new AuditTrail.Attributed(sender.actor(), sender.origin(), new Change("event.accepted", "event",
                    first.id().toString(), null, null, "%s of %s%s".formatted(first.type(), first.source(),
                            events.size() == 1 ? "" : " and %d more".formatted(events.size() - 1)))));
        });
        if (!changes.isEmpty()) {
            audit.record(changes);
        }
    }

    private Map<UUID, UUID> insert(List<WormholeEvent> events) {
        UUID intake = Ids.next();
        Map<UUID, UUID> known = store.appendNew(intake, events);
        if (known.size() < events.size()) {
            inbox.add(intake, events.size() - known.size());
        }
        return known;
    }
}
