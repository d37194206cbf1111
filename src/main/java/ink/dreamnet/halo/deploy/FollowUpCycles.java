package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Requests the cycles of follow-ups, one for all that are due. So a storm of deploys is one cycle now and one for each follow-up
/// time.
@Component
class FollowUpCycles {

    private static final Logger LOG = LoggerFactory.getLogger(FollowUpCycles.class);
    private static final int MOST_AT_ONCE = 1000;
    private static final int MOST_SUBJECTS = 10_000;
    private static final int MOST_DEPLOYS = 50;
    private static final int MOST_NAMED = 5;
    private static final int MAX_TEXT = 500;

    private final FollowUpStore store;
    private final DeployStore deploys;
    private final ServiceSubjects subjects;
    private final DeployTrigger trigger;
    private final TriggerGate gate;
    private final TransactionTemplate transaction;
    private final Clock clock;

    FollowUpCycles(FollowUpStore store, DeployStore deploys, ServiceSubjects subjects, DeployTrigger trigger,
            TriggerGate gate, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.deploys = deploys;
        this.subjects = subjects;
        this.trigger = trigger;
        this.gate = gate;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Requests the cycle that serves all follow-ups that are due.
    ///
    /// @return when to request again, because the trigger's cool-down holds them; empty where nothing is held
    Optional<Instant> requestDue() {
        gate.prepare(trigger);
        Optional<Instant> held = transaction.execute(tx -> requestInTransaction());
        return held == null ? Optional.empty() : held;
    }

    private Optional<Instant> requestInTransaction() {
        Instant now = clock.instant();
        List<FollowUp> due = store.lockDue(now, MOST_AT_ONCE);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        List<UUID> ids = due.stream().map(FollowUp::id).toList();
        List<Deploy> of = deploys.findAll(due.stream().map(FollowUp::deploy).distinct().toList());
        CycleOrder order = order(due, of);
        TriggerGate.Answer answer = gate.ask(trigger, order);
        switch (answer.firing()) {
            case FIRED -> store.done(ids, FollowUp.Status.ASKED, now, answer.cycleId(), what(order));
            case DISABLED -> store.done(ids, FollowUp.Status.SKIPPED, now, null, "the trigger is switched off");
            case HELD -> LOG.debug("{} follow-ups of deploys are held until {}", ids.size(), answer.heldUntil());
        }
        return Optional.ofNullable(answer.heldUntil());
    }

    /// @return everything at once where a deploy is new; else what belongs to the deploys. Where nothing is known to belong to
    ///         one of them, a light cycle of everything.
    private CycleOrder order(List<FollowUp> due, List<Deploy> of) {
        String reason = reason(due, of);
        if (due.stream().anyMatch(FollowUp::full)) {
            return new CycleOrder(DeployTrigger.NAME, CycleMode.FULL, Scope.ALL, reason, Actor.HALO, null);
        }
        Set<SubjectRef> known = subjects(of);
        return known.isEmpty()
                ? new CycleOrder(DeployTrigger.NAME, CycleMode.LIGHT, Scope.ALL, reason, Actor.HALO, null)
                : new CycleOrder(DeployTrigger.NAME, CycleMode.FULL, new Scope.Named(known), reason, Actor.HALO, null);
    }

    /// @return what belongs to the deploys; nothing where that is not known of one of them, or is too much to name
    private Set<SubjectRef> subjects(List<Deploy> of) {
        Set<SubjectRef> all = new TreeSet<>();
        for (Deploy deploy : of) {
            Set<SubjectRef> its = of.size() > MOST_DEPLOYS ? Set.of() : subjects.of(deploy);
            all.addAll(its);
            if (its.isEmpty() || all.size() > MOST_SUBJECTS) {
                return Set.of();
            }
        }
        return all;
    }

    private static String reason(List<FollowUp> due, List<Deploy> of) {
        String names = of.stream().limit(MOST_NAMED).map(Deploy::describe).collect(Collectors.joining(", "));
        String which = of.size() == 1
                ? "the deploy of " + names
                : "%d deploys: %s%s".formatted(of.size(), names, of.size() > MOST_NAMED ? " …" : "");
        if (due.stream().anyMatch(FollowUp::full)) {
            return Texts.cut(which, MAX_TEXT);
        }
        long most = due.stream().mapToLong(FollowUp::afterMs).max().orElse(0);
        return Texts.cut("%d s after %s".formatted(most / 1000, which), MAX_TEXT);
    }

    private static String what(CycleOrder order) {
        return switch (order.scope()) {
            case Scope.Named(Set<SubjectRef> named) -> Texts.cut("%d %s: %s".formatted(named.size(),
                    named.size() == 1 ? "subject" : "subjects", named.stream().sorted().limit(10)
                            .map(SubjectRef::toString).collect(Collectors.joining(", "))),
                    MAX_TEXT);
            case Scope.All all -> order.mode() == CycleMode.FULL
                    ? "everything"
                    : "everything that is fast to check, because it is not known what belongs to the deploys";
            case Scope.Shard shard -> throw new IllegalStateException("a deploy has no shard: " + shard);
        };
    }
}
