package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.StableNames;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// The triggers, their state, and whether an operator has switched them on or off.
@Service
public class Triggers {

    private static final String OFF = "disabled";
    private static final String ON = "enabled";

    private final Map<String, Trigger> byName;
    private final TriggerStates states;
    private final TriggerGate gate;
    private final CycleRequests requests;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Triggers(Map<String, Trigger> beans, TriggerStates states, TriggerGate gate, CycleRequests requests,
            AuditTrail audit, TransactionTemplate transaction, Clock clock) {
        this.byName = StableNames.index("trigger", beans, Trigger::name);
        this.states = states;
        this.gate = gate;
        this.requests = requests;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// @return all triggers and how they stand
    public List<TriggerView> list() {
        Map<String, TriggerState> all = states.all();
        return byName.values().stream()
                .map(trigger -> view(trigger, all.getOrDefault(trigger.name(), TriggerState.UNTOUCHED))).toList();
    }

    /// @throws NotFoundException where there is none of that name
    public Trigger named(String name) {
        Trigger trigger = byName.get(name);
        if (trigger == null) {
            throw new NotFoundException("trigger", name);
        }
        return trigger;
    }

    /// @return the names of all triggers
    public Set<String> names() {
        return byName.keySet();
    }

    Collection<Trigger> all() {
        return byName.values();
    }

    TriggerView view(String name) {
        return view(named(name), states.of(name));
    }

    /// Lets a trigger fire, or not, whatever its configuration says; kept across restarts and for all replicas.
    ///
    /// @param reason why, at most 500 characters; null where none is given
    /// @throws NotFoundException where there is no such trigger
    /// @throws ConflictException where it cannot be switched
    public void setEnabled(String name, boolean enabled, @Nullable String reason, Actor actor) {
        Trigger trigger = named(name);
        if (!trigger.switchable()) {
            throw new ConflictException("The trigger '%s' cannot be switched: %s".formatted(name, trigger.detail()));
        }
        states.prepare(name);
        transaction.executeWithoutResult(tx -> {
            TriggerState state = states.lock(name);
            boolean before = state.enabled(trigger.enabled());
            if (before == enabled && state.operatorSwitch() != null) {
                return;
            }
            states.switched(name, new TriggerState.OperatorSwitch(enabled, clock.instant(), actor.name(), reason));
            if (!enabled) {
                states.released(name);
            }
            audit.record(actor, new Change("trigger." + (enabled ? ON : OFF), "trigger", name, before ? ON : OFF,
                    enabled ? ON : OFF, reason));
        });
    }

    private TriggerView view(Trigger trigger, TriggerState state) {
        boolean enabled = state.enabled(trigger.enabled());
        CycleRequest last = requests.last(trigger.name()).orElse(null);
        boolean own = state.firedAt() != null && (last == null || !last.requestedAt().isAfter(state.firedAt()));
        Instant firedAt = own || last == null ? state.firedAt() : last.requestedAt();
        String why = own || last == null ? state.firedWhy() : last.reason();
        List<Reading> readings = trigger.readings();
        Reading first = readings.isEmpty() ? null : readings.getFirst();
        TriggerState.OperatorSwitch operatorSwitch = state.operatorSwitch();
        TriggerState.Held held = state.held();
        return new TriggerView(trigger.name(), enabled, trigger.detail(),
                operatorSwitch == null
                        ? null
                        : new TriggerView.SwitchView(operatorSwitch.enabled(), operatorSwitch.at(), operatorSwitch.by(),
                                operatorSwitch.reason()),
                firedAt, why, first == null ? null : first.value(), first == null ? null : first.threshold(),
                trigger.cooldown().toMillis(), gate.coolingUntil(trigger, state),
                held == null ? null : new TriggerView.HeldView(held.since(), held.why(), held.times()),
                enabled ? trigger.nextFiring().orElse(null) : null, Objects.requireNonNull(readings));
    }
}
