package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.wormhole.ActionExecutor.Routed;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Routes accepted events, batch by batch. The transaction that executes the actions of a batch takes it out of the inbox: a batch
/// that was not routed is still there after a restart.
@Component
class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    /// After so many failures of a batch its events are routed one by one, so that one that cannot be does not block the others.
    private static final int BATCH_ATTEMPTS = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String ROUTER = "(router)";

    private final EventStore store;
    private final Inbox inbox;
    private final Wormholes wormholes;
    private final OwnEvents own;
    private final ActionExecutor executor;
    private final TaskResultReporter results;
    private final ActionOutcomeStore outcomes;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Router(EventStore store, Inbox inbox, Wormholes wormholes, OwnEvents own, ActionExecutor executor,
            TaskResultReporter results, ActionOutcomeStore outcomes, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.inbox = inbox;
        this.wormholes = wormholes;
        this.own = own;
        this.executor = executor;
        this.results = results;
        this.outcomes = outcomes;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Routes the oldest batch.
    ///
    /// @return whether there was one
    boolean routeNext() {
        Optional<Inbox.Batch> next = inbox.next(clock.instant());
        next.ifPresent(this::route);
        return next.isPresent();
    }

    private void route(Inbox.Batch batch) {
        try {
            Collection<Wormhole> rules = wormholes.all();
            if (batch.attempts() < BATCH_ATTEMPTS) {
                routeBatch(batch.id(), store.ofIntake(batch.id()), rules);
            } else {
                store.idsOfIntake(batch.id()).forEach(event -> routeOne(event, rules));
                transaction.executeWithoutResult(tx -> inbox.take(batch.id()));
            }
        } catch (Throwable failed) { // also an Error: a batch that raises one would come first for ever
            boolean counted = DatabaseFailure.of(failed).isEmpty();
            LOG.warn("A batch of events could not be routed; it is tried again", failed);
            inbox.failed(batch.id(), counted, clock.instant().plus(RETRY_AFTER));
        }
    }

    private void routeBatch(UUID intake, List<WormholeEvent> events, Collection<Wormhole> rules) {
        Map<Routed, ActionOutcome> reported = new HashMap<>();
        events.forEach(event -> reported.putAll(reportResults(event, rules)));
        transaction.executeWithoutResult(tx -> {
            if (inbox.take(intake)) {
                executor.execute(events, rules, reported);
            }
        });
    }

    /// Reads and routes one event. One that cannot be routed is recorded as failed.
    private void routeOne(UUID id, Collection<Wormhole> rules) {
        if (outcomes.any(id)) {
            return;
        }
        try {
            WormholeEvent event = store.find(id).orElseThrow();
            Map<Routed, ActionOutcome> reported = reportResults(event, rules);
            transaction.executeWithoutResult(tx -> executor.execute(List.of(event), rules, reported));
        } catch (Throwable failed) {
            if (failed instanceof RuntimeException passing && DatabaseFailure.of(passing).isPresent()) {
                throw passing;
            }
            LOG.error("The event {} could not be routed", id, failed);
            transaction.executeWithoutResult(tx -> outcomes.add(List.of(new Row(id, ROUTER, "route",
                    ActionOutcome.failed(String.valueOf(failed))))));
        }
    }

    private Map<Routed, ActionOutcome> reportResults(WormholeEvent event,
            Collection<Wormhole> rules) {
        Map<Routed, ActionOutcome> reported = new HashMap<>();
        if (!own.contain(event)) {
            ActionExecutor.routes(event, rules).stream()
                    .filter(routed -> routed.wormhole().action() == Wormhole.Action.Plain.RESULT)
                    .forEach(routed -> reported.put(routed, results.report(event)));
        }
        return reported;
    }

    /// @return how many events wait
    long backlog() {
        return inbox.backlog();
    }
}
