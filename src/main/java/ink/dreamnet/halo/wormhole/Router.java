package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.PassingFailure;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Came;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Routes what was taken in, batch by batch. The transaction that does what a batch sets in motion takes it out of the inbox: a
/// batch whose routing was not done is still there after a restart.
@Component
class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    /// After so many failures of a batch its events are routed one by one, so that one that cannot be does not hold the others.
    private static final int TOGETHER = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String HALO = "(router)";

    private final EventStore store;
    private final Inbox inbox;
    private final Wormholes wormholes;
    private final OwnEvents own;
    private final ActionExecutor step;
    private final TaskResultReporter results;
    private final ActionOutcomeStore outcomes;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Router(EventStore store, Inbox inbox, Wormholes wormholes, OwnEvents own, ActionExecutor step,
            TaskResultReporter results,
            ActionOutcomeStore outcomes, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.inbox = inbox;
        this.wormholes = wormholes;
        this.own = own;
        this.step = step;
        this.results = results;
        this.outcomes = outcomes;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Routes the oldest batch.
    ///
    /// @return whether there was one
    boolean routeNext() {
        Optional<Inbox.Waiting> next = inbox.next(clock.instant());
        next.ifPresent(this::route);
        return next.isPresent();
    }

    private void route(Inbox.Waiting waiting) {
        try {
            Collection<Wormhole> rules = wormholes.all();
            if (waiting.attempts() < TOGETHER) {
                together(waiting.id(), store.ofIntake(waiting.id()), rules);
            } else {
                store.idsOfIntake(waiting.id()).forEach(event -> alone(event, rules));
                transaction.executeWithoutResult(tx -> inbox.take(waiting.id()));
            }
        } catch (Throwable failed) { // also an Error: a batch that raises one would come first for ever
            boolean counted = !PassingFailure.is(failed);
            LOG.warn("A batch of events could not be routed; it is tried again", failed);
            inbox.failed(waiting.id(), counted, clock.instant().plus(RETRY_AFTER));
        }
    }

    private void together(UUID intake, List<WormholeEvent> events, Collection<Wormhole> rules) {
        Map<ActionExecutor.Passage, TaskResultReporter.Told> told = new HashMap<>();
        events.forEach(event -> told.putAll(tellResults(event, rules)));
        transaction.executeWithoutResult(tx -> {
            if (inbox.take(intake)) {
                step.apply(events, rules, told);
            }
        });
    }

    /// Reads and routes one event. What it does not survive is noted as failed.
    private void alone(UUID id, Collection<Wormhole> rules) {
        if (outcomes.any(id)) {
            return;
        }
        try {
            WormholeEvent event = store.find(id).orElseThrow();
            Map<ActionExecutor.Passage, TaskResultReporter.Told> told = tellResults(event, rules);
            transaction.executeWithoutResult(tx -> step.apply(List.of(event), rules, told));
        } catch (Throwable failed) {
            if (failed instanceof RuntimeException passing && PassingFailure.is(passing)) {
                throw passing;
            }
            LOG.error("The event {} could not be routed", id, failed);
            transaction.executeWithoutResult(tx -> outcomes.add(List.of(new Row(id, HALO, "route", Came.FAILED,
                    String.valueOf(failed)))));
        }
    }

    private Map<ActionExecutor.Passage, TaskResultReporter.Told> tellResults(WormholeEvent event,
            Collection<Wormhole> rules) {
        Map<ActionExecutor.Passage, TaskResultReporter.Told> told = new HashMap<>();
        if (!own.contain(event)) {
            ActionExecutor.passages(event, rules).stream()
                    .filter(passage -> passage.wormhole().action() == Wormhole.Action.Plain.RESULT)
                    .forEach(passage -> told.put(passage, results.tell(event)));
        }
        return told;
    }

    /// @return how many events wait
    long backlog() {
        return inbox.backlog();
    }
}
