package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.signal.EventSignals;
import ink.dreamnet.halo.trigger.Firing;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Executes the actions of events and keeps their outcomes, in one transaction: they happen once, or not at all.
@Component
class ActionExecutor {

    /// What HALO does by itself with the alerts of an Alertmanager.
    private static final String ALERTS = "(alertmanager)";

    private final OwnEvents own;
    private final AlertExtractor extractor;
    private final AlertStore alerts;
    private final EventForwarder forwarder;
    private final DeployReporter deploys;
    private final EventSignals signals;
    private final ActionOutcomeStore outcomes;
    private final WormholeTrigger trigger;

    ActionExecutor(OwnEvents own, AlertExtractor extractor, AlertStore alerts, EventForwarder forwarder,
            DeployReporter deploys, EventSignals signals, ActionOutcomeStore outcomes, WormholeTrigger trigger) {
        this.own = own;
        this.extractor = extractor;
        this.alerts = alerts;
        this.forwarder = forwarder;
        this.deploys = deploys;
        this.signals = signals;
        this.outcomes = outcomes;
        this.trigger = trigger;
    }

    /// One event and a wormhole that it goes through.
    record Routed(WormholeEvent event, Wormhole wormhole) {
    }

    /// @param wormholes all of them
    /// @param results the outcomes of the actions `result`, which were executed before in transactions of their own
    @Transactional(propagation = Propagation.MANDATORY)
    public void execute(List<WormholeEvent> events, Collection<Wormhole> wormholes,
            Map<Routed, ActionOutcome> results) {
        Effects effects = new Effects();
        for (WormholeEvent event : events) {
            if (own.contain(event)) {
                routes(event, wormholes)
                        .forEach(routed -> effects.add(routed, ActionOutcome.skipped("HALO sent it itself")));
            } else {
                execute(event, wormholes, results, effects);
            }
        }
        alerts.upsert(effects.alerts);
        if (!effects.counts.isEmpty()) {
            signals.count(effects.counts);
        }
        // last, because it locks what a cycle waits for
        if (effects.demand != null) {
            ActionOutcome outcome = outcome(trigger.fire(effects.demand));
            effects.demanding.forEach(routed -> effects.add(routed, outcome));
        }
        outcomes.add(effects.rows);
    }

    /// @return the wormholes that an event goes through
    static List<Routed> routes(WormholeEvent event, Collection<Wormhole> wormholes) {
        return wormholes.stream().filter(wormhole -> wormhole.enabled() && wormhole.match().mismatch(event) == null)
                .map(wormhole -> new Routed(event, wormhole)).toList();
    }

    private void execute(WormholeEvent event, Collection<Wormhole> wormholes, Map<Routed, ActionOutcome> results,
            Effects effects) {
        boolean alert = AlertExtractor.keyOf(event).isPresent();
        String repairedBy = null;
        for (Routed routed : routes(event, wormholes)) {
            Wormhole wormhole = routed.wormhole();
            switch (wormhole.action()) {
                case Wormhole.Action.Trigger(Wormhole.Mode mode) -> effects.demand(routed, mode);
                case Wormhole.Action.Forward(String sink) -> effects.add(routed, forwarder.forward(sink, event));
                case Wormhole.Action.Task(String type, List<String> roles, Glob resolvedBy) -> {
                    if (alert) {
                        repairedBy = repairedBy == null ? wormhole.id() : repairedBy;
                    } else {
                        effects.alerts.add(extractor.ofEvent(event, wormhole.id(), false));
                    }
                    effects.add(routed,
                            ActionOutcome.done("%s is proposed when a cycle sees the problem".formatted(type)));
                }
                case Wormhole.Action.Plain plain -> execute(plain, routed, results, effects);
            }
        }
        resolve(event, wormholes, effects);
        extractor.ofAlertmanager(event, repairedBy).ifPresent(update -> {
            effects.alerts.add(update);
            effects.rows.add(new Row(event.id(), ALERTS, "alert", ActionOutcome.done("%s of %s is %s".formatted(
                    update.code(), update.subject(), update.resolvedAt() == null ? "firing" : "resolved"))));
        });
    }

    private void execute(Wormhole.Action.Plain plain, Routed routed, Map<Routed, ActionOutcome> results,
            Effects effects) {
        switch (plain) {
            case SIGNAL -> {
                boolean error = routed.event().severity().atLeast(EventSeverity.ERROR);
                effects.counts.merge("wormhole:" + routed.wormhole().id(),
                        new EventSignals.Count(1, error ? 1 : 0), EventSignals.Count::plus);
                effects.add(routed, ActionOutcome.done(null));
            }
            case RECORD -> effects.add(routed, ActionOutcome.done(null));
            case RESULT -> {
                ActionOutcome result = results.get(routed);
                if (result != null) {
                    effects.add(routed, result);
                }
            }
            case DEPLOY -> effects.add(routed, deploys.report(routed.event()));
        }
    }

    /// Resolves the problems of which this event says that they are over.
    private void resolve(WormholeEvent event, Collection<Wormhole> wormholes, Effects effects) {
        for (Wormhole wormhole : wormholes) {
            if (wormhole
                    .action() instanceof Wormhole.Action.Task(String type, List<String> roles, Glob resolvedBy)
                    && resolvedBy != null && resolvedBy.matches(event.type())) {
                effects.alerts.add(extractor.ofEvent(event, wormhole.id(), true));
            }
        }
    }

    private static ActionOutcome outcome(Firing firing) {
        return switch (firing) {
            case FIRED -> ActionOutcome.done("a cycle was requested");
            case HELD -> new ActionOutcome(ActionOutcome.Status.HELD,
                    "the trigger is in its cool-down; it fires at the end of it");
            case DISABLED -> ActionOutcome.skipped("the trigger 'wormhole' is disabled");
        };
    }

    /// The effects of some events together.
    private static final class Effects {
        private final List<Row> rows = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();
        private final Map<String, EventSignals.Count> counts = new HashMap<>();
        private final List<Routed> demanding = new ArrayList<>();
        private @Nullable CycleDemand demand;

        private void add(Routed routed, ActionOutcome outcome) {
            rows.add(new Row(routed.event().id(), routed.wormhole().id(), routed.wormhole().action().wire(), outcome));
        }

        private void demand(Routed routed, Wormhole.Mode mode) {
            CycleDemand one = CycleDemand.of(routed.wormhole(), mode, routed.event());
            demand = demand == null ? one : demand.plus(one);
            demanding.add(routed);
        }
    }
}
