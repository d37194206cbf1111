package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Texts;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Decides whether a trigger that wants to fire does: not while it is switched off, and not in its cool-down, so that a
/// storm of causes does not become a storm of cycles. The decision and the request for a cycle are one transaction under
/// the lock of the trigger's row, across replicas too.
@Service
public class TriggerGate {

    private static final int MAX_WHY = 500;

    private final TriggerStates states;
    private final CycleRequests requests;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;

    TriggerGate(TriggerStates states, CycleRequests requests, TransactionTemplate transaction, MeterRegistry meters,
            Clock clock) {
        this.states = states;
        this.requests = requests;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /// Fires, if the trigger may. A trigger that is held and whose cause goes on asks again; the firing at the end of the
    /// cool-down is then its next one.
    ///
    /// @param trigger who wants to fire
    /// @param order what it asks for, under its own name; a reason of more than 500 characters is cut
    public Firing fire(Trigger trigger, CycleOrder order) {
        prepare(trigger);
        return ask(trigger, order).firing();
    }

    /// As [#fire], for triggers that the same cause makes want to fire: their requests are there together or not at all, so that one
    /// cycle serves them all.
    ///
    /// @param orders what each asks for
    public void fireTogether(Map<? extends Trigger, CycleOrder> orders) {
        orders.keySet().forEach(this::prepare);
        Map<Trigger, Answer> answers = new LinkedHashMap<>();
        transaction.executeWithoutResult(
                tx -> orders.forEach((trigger, order) -> answers.put(trigger, decide(trigger, order))));
        answers.forEach(this::count);
    }

    /// The outcome of a firing, for a trigger that keeps its own state.
    ///
    /// @param cycleId the cycle that will serve the request; null where none was accepted
    /// @param heldUntil when the cool-down ends that holds it; null where it is not held
    public record Answer(Firing firing, @Nullable UUID cycleId, @Nullable Instant heldUntil) {
    }

    /// Makes sure that a trigger may [#ask] within a transaction. Not to be called in one.
    public void prepare(Trigger trigger) {
        states.prepare(trigger.name());
    }

    /// As [#fire], in the transaction of the caller where there is one, so that what the caller notes of it and the request are
    /// there together or not at all. The trigger is [prepared][#prepare] before.
    public Answer ask(Trigger trigger, CycleOrder order) {
        Answer answer = Objects.requireNonNull(transaction.execute(tx -> decide(trigger, order)));
        count(trigger, answer);
        return answer;
    }

    private void count(Trigger trigger, Answer answer) {
        meters.counter("halo.trigger.firings", "trigger", trigger.name(), "outcome", answer.firing().wire())
                .increment();
    }

    /// @return whether a trigger fires at present: as an operator switched it, or else as configured
    public boolean enabled(Trigger trigger) {
        return states.of(trigger.name()).enabled(trigger.enabled());
    }

    /// @return whether a trigger is in its cool-down, so that it would be held
    public boolean cooling(Trigger trigger) {
        return coolingUntil(trigger, state(trigger)) != null;
    }

    /// @return when an operator last switched a trigger; empty where only its configuration says whether it fires
    public Optional<Instant> switchedAt(Trigger trigger) {
        return Optional.ofNullable(states.of(trigger.name()).operatorSwitch()).map(TriggerState.OperatorSwitch::at);
    }

    public TriggerState state(Trigger trigger) {
        return states.of(trigger.name());
    }

    /// Notes that nothing makes a trigger fire: what its cool-down held is past when the cool-down is.
    public void calm(Trigger trigger) {
        TriggerState state = states.of(trigger.name());
        if (state.held() != null && coolingUntil(trigger, state) == null) {
            states.released(trigger.name());
        }
    }

    /// @return when a trigger's cool-down ends; null where it may fire
    @Nullable
    Instant coolingUntil(Trigger trigger, TriggerState state) {
        if (state.firedAt() == null || trigger.cooldown().isZero()) {
            return null;
        }
        Instant end = state.firedAt().plus(trigger.cooldown());
        return end.isAfter(clock.instant()) ? end : null;
    }

    private Answer decide(Trigger trigger, CycleOrder order) {
        TriggerState state = states.lock(trigger.name());
        if (!state.enabled(trigger.enabled())) {
            return new Answer(Firing.DISABLED, null, null);
        }
        Instant now = clock.instant();
        Instant end = coolingUntil(trigger, state);
        if (end != null) {
            states.held(trigger.name(), now, cut(order.reason()));
            return new Answer(Firing.HELD, null, end);
        }
        CycleRequest request = requests.submit(order);
        states.fired(trigger.name(), now, cut(order.reason()));
        return new Answer(Firing.FIRED, request.cycleId(), null);
    }

    private static @Nullable String cut(@Nullable String why) {
        return why == null ? null : Texts.cut(why, MAX_WHY);
    }
}
