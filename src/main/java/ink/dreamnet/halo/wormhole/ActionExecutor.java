package ink.dreamnet.halo.wormhole;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.signal.EventSignals;
import ink.dreamnet.halo.trigger.Firing;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Came;
import ink.dreamnet.halo.wormhole.ActionOutcomeStore.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Does what events set in motion, and notes it, in one transaction: it happens once, or not at all.
@Component
class ActionExecutor {

    /// What HALO does by itself with the alerts of an Alertmanager.
    private static final String ALERTS = "(alertmanager)";

    private final OwnEvents own;
    private final AlertExtractor words;
    private final AlertStore alerts;
    private final EventForwarder forwarding;
    private final DeployReporter deploys;
    private final EventSignals signals;
    private final ActionOutcomeStore outcomes;
    private final WormholeTrigger trigger;

    ActionExecutor(OwnEvents own, AlertExtractor words, AlertStore alerts, EventForwarder forwarding,
            DeployReporter deploys,
            EventSignals signals, ActionOutcomeStore outcomes, WormholeTrigger trigger) {
        this.own = own;
        this.words = words;
        this.alerts = alerts;
        this.forwarding = forwarding;
        this.deploys = deploys;
        this.signals = signals;
        this.outcomes = outcomes;
        this.trigger = trigger;
    }

    /// One event and a wormhole that it goes through.
    record Passage(WormholeEvent event, Wormhole wormhole) {
    }

    /// @param rules all wormholes
    /// @param results what came of those that are results of tasks, which were told before in transactions of their own
    @Transactional(propagation = Propagation.MANDATORY)
    public void apply(List<WormholeEvent> events, Collection<Wormhole> rules,
            Map<Passage, TaskResultReporter.Told> results) {
        Collected collected = new Collected();
        for (WormholeEvent event : events) {
            if (own.contain(event)) {
                passages(event, rules).forEach(passage -> collected.note(passage, Came.SKIPPED, "HALO sent it itself"));
                continue;
            }
            route(event, rules, results, collected);
        }
        alerts.hear(collected.words);
        if (!collected.counts.isEmpty()) {
            signals.count(collected.counts);
        }
        // last, because it locks what a cycle waits for
        if (collected.wish != null) {
            Firing firing = trigger.want(collected.wish);
            collected.wishers.forEach(passage -> collected.note(passage, came(firing), detail(firing)));
        }
        outcomes.add(collected.rows);
    }

    /// @return the wormholes that an event goes through
    static List<Passage> passages(WormholeEvent event, Collection<Wormhole> rules) {
        return rules.stream().filter(rule -> rule.enabled() && rule.match().objection(event) == null)
                .map(rule -> new Passage(event, rule)).toList();
    }

    private void route(WormholeEvent event, Collection<Wormhole> rules, Map<Passage, TaskResultReporter.Told> results,
            Collected collected) {
        boolean alert = AlertExtractor.keyOf(event).isPresent();
        String repairedBy = null;
        for (Passage passage : passages(event, rules)) {
            Wormhole wormhole = passage.wormhole();
            switch (wormhole.action()) {
                case Wormhole.Action.Trigger(Wormhole.Mode mode) -> collected.want(passage, mode);
                case Wormhole.Action.Forward(String sink) -> collected.note(passage, forwarding.forward(sink, event));
                case Wormhole.Action.Task(String type, List<String> roles, TextPattern resolvedBy) -> {
                    if (alert) {
                        repairedBy = repairedBy == null ? wormhole.id() : repairedBy;
                    } else {
                        collected.words.add(words.ofEvent(event, wormhole.id(), false));
                    }
                    collected.note(passage, Came.DONE, "%s is proposed when a cycle sees the problem".formatted(type));
                }
                case Wormhole.Action.Plain plain -> plain(plain, passage, results, collected);
            }
        }
        over(event, rules, collected);
        words.ofAlertmanager(event, repairedBy).ifPresent(word -> {
            collected.words.add(word);
            collected.rows.add(new Row(event.id(), ALERTS, "alert", Came.DONE, "%s of %s is %s".formatted(word.code(),
                    word.subject(), word.resolvedAt() == null ? "firing" : "resolved")));
        });
    }

    private void plain(Wormhole.Action.Plain plain, Passage passage, Map<Passage, TaskResultReporter.Told> results,
            Collected collected) {
        switch (plain) {
            case SIGNAL -> {
                boolean error = passage.event().severity().atLeast(EventSeverity.ERROR);
                collected.counts.merge("wormhole:" + passage.wormhole().id(),
                        new EventSignals.Count(1, error ? 1 : 0), EventSignals.Count::plus);
                collected.note(passage, Came.DONE, null);
            }
            case RECORD -> collected.note(passage, Came.DONE, null);
            case RESULT -> {
                TaskResultReporter.Told told = results.get(passage);
                if (told != null) {
                    collected.note(passage, told);
                }
            }
            case DEPLOY -> collected.note(passage, deploys.tell(passage.event()));
        }
    }

    /// Takes in that the problems are over of which this event says so.
    private void over(WormholeEvent event, Collection<Wormhole> rules, Collected collected) {
        for (Wormhole rule : rules) {
            if (rule.action() instanceof Wormhole.Action.Task(String type, List<String> roles, TextPattern resolvedBy)
                    && resolvedBy != null && resolvedBy.matches(event.type())) {
                collected.words.add(words.ofEvent(event, rule.id(), true));
            }
        }
    }

    private static Came came(Firing firing) {
        return switch (firing) {
            case FIRED -> Came.DONE;
            case HELD -> Came.HELD;
            case DISABLED -> Came.SKIPPED;
        };
    }

    private static @Nullable String detail(Firing firing) {
        return switch (firing) {
            case FIRED -> "a cycle was asked for";
            case HELD -> "the trigger is in its cool-down; it fires at the end of it";
            case DISABLED -> "the trigger 'wormhole' is disabled";
        };
    }

    /// What a number of events set in motion together.
    private static final class Collected {

        private final List<Row> rows = new ArrayList<>();
        private final List<Alert> words = new ArrayList<>();
        private final Map<String, EventSignals.Count> counts = new HashMap<>();
        private final List<Passage> wishers = new ArrayList<>();
        private @Nullable CycleDemand wish;

        private void note(Passage passage, TaskResultReporter.Told told) {
            note(passage, told.came(), told.detail());
        }

        private void note(Passage passage, Came came, @Nullable String detail) {
            rows.add(new Row(passage.event().id(), passage.wormhole().id(), passage.wormhole().action().wire(), came,
                    detail));
        }

        private void want(Passage passage, Wormhole.Mode mode) {
            CycleDemand one = CycleDemand.of(passage.wormhole(), mode, passage.event());
            wish = wish == null ? one : wish.plus(one);
            wishers.add(passage);
        }
    }
}
