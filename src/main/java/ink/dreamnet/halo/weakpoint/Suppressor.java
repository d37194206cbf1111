package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.weakpoint.Inhibition.Root;
import ink.dreamnet.halo.weakpoint.Silences.Active;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Says what suppresses which weak point.
@Component
class Suppressor {

    private static final Logger LOG = LoggerFactory.getLogger(Suppressor.class);
    private static final int MAX_DETAIL = 1000;
    /// Of the patterns of all silences, on all weak points: some seconds.
    private static final long MOST_STEPS = 500_000_000;

    private final DeclaredSubjects declared;
    private final ActiveSilences silences;
    private final Predicate<Identity> spreads;

    @Autowired
    Suppressor(DeclaredSubjects declared, ActiveSilences silences, AnalyzerRegistry analyzers) {
        this(declared, silences, identity -> spreads(analyzers, identity));
    }

    /// @param spreads whether a weak point spreads along dependencies ([ink.dreamnet.halo.analysis.Analyzer#spreads])
    Suppressor(DeclaredSubjects declared, ActiveSilences silences, Predicate<Identity> spreads) {
        this.declared = declared;
        this.silences = silences;
        this.spreads = spreads;
    }

    private static boolean spreads(AnalyzerRegistry analyzers, Identity identity) {
        try {
            return analyzers.find(identity.analyzer()).map(analyzer -> analyzer.spreads(identity.code())).orElse(true);
        } catch (RuntimeException | LinkageError cannotTell) {
            LOG.warn("Analyzer {} could not tell whether {} spreads", identity.analyzer(), identity.code(), cannotTell);
            return true;
        }
    }

    /// A weak point that is suppressed by something else than before.
    ///
    /// @param point the weak point
    /// @param before what suppressed it, or null
    /// @param after what suppresses it, or null
    record Change(WeakPointEntity point, @Nullable Suppression before, @Nullable Suppression after) {

        boolean released() {
            return after == null;
        }

        /// @return the line of history for it
        WeakPointEvent event(Instant now, Actor actor, @Nullable UUID cycleId) {
            return after != null
                    ? new WeakPointEvent(now, actor.name(), "suppressed", cycleId,
                            Texts.cut(after.describe(), MAX_DETAIL))
                    : new WeakPointEvent(now, actor.name(), "released", cycleId,
                            before == null ? null : Texts.cut("no longer by " + before.describe(), MAX_DETAIL));
        }
    }

    /// Records in each open weak point what suppresses it now, and the squad of its subject. A snooze that does not hold any more is ended.
    ///
    /// @param open all that are not resolved
    /// @return what is different from before
    List<Change> judge(Collection<WeakPointEntity> open, Instant now) {
        if (open.isEmpty()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        List<Active> active = silences.active(now);
        Map<SubjectRef, Facts> facts = declared
                .closure(open.stream().map(point -> point.identity().subject()).toList());
        Map<SubjectRef, List<SubjectRef>> dependsOn = new HashMap<>();
        facts.forEach((subject, known) -> dependsOn.put(subject, known.dependsOn()));
        Inhibition inhibition = new Inhibition(dependsOn, open.stream()
                .filter(point -> spreads.test(point.identity())).map(Suppressor::root).toList());
        try (Budget _ = Budget.open(MOST_STEPS)) {
            judge(open, active, facts, inhibition, now, changes);
        }
        return changes;
    }

    private void judge(Collection<WeakPointEntity> open, List<Active> active, Map<SubjectRef, Facts> facts,
            Inhibition inhibition, Instant now, List<Change> changes) {
        List<Active> holding = active;
        for (WeakPointEntity point : open) {
            Root root = spreads.test(point.identity())
                    ? inhibition.rootOf(point.identity().subject(), point.severity()).orElse(null)
                    : null;
            Facts known = facts.getOrDefault(point.identity().subject(), Facts.NONE);
            point.declare(known);
            Suppression before = point.suppression();
            Suppression after;
            try {
                after = suppression(point, known, holding, root, now);
            } catch (Budget.ExhaustedException tooMuch) {
                // to silence too little is the safe side
                LOG.warn("The expressions of the {} silences in force take too many steps; the rest is not silenced",
                        active.size());
                holding = List.of();
                after = suppression(point, known, holding, root, now);
            }
            point.suppress(after, root == null ? null : root.id());
            endSnooze(point, now);
            if (!same(before, after)) {
                changes.add(new Change(point, before, after));
            }
        }
    }

    private static void endSnooze(WeakPointEntity point, Instant now) {
        Snooze snooze = point.snooze();
        if (snooze != null && !snooze.holds(now, point.severity())) {
            point.wake();
        }
    }

    private static boolean same(@Nullable Suppression before, @Nullable Suppression after) {
        return before == null || after == null
                ? before == after
                : before.kind() == after.kind() && before.id().equals(after.id());
    }

    /// Says what suppresses a weak point at this moment, of which a cycle may not know yet.
    ///
    /// @param active what holds now
    /// @param cause the open weak point that was its cause when a cycle last judged it, or null
    @Nullable
    Suppression reason(WeakPointEntity point, List<Active> active, @Nullable WeakPointEntity cause, Instant now) {
        SubjectRef subject = point.identity().subject();
        Facts known = active.isEmpty()
                ? Facts.NONE
                : declared.facts(List.of(subject)).getOrDefault(subject, Facts.NONE);
        Root root = cause == null ? null : root(cause);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            return suppression(point, known, active, root, now);
        } catch (Budget.ExhaustedException tooMuch) {
            return suppression(point, known, List.of(), root, now);
        }
    }

    private static @Nullable Suppression suppression(WeakPointEntity point, Facts declared, List<Active> active,
            @Nullable Root root, Instant now) {
        Snooze snooze = point.snooze();
        if (snooze != null && snooze.holds(now, point.severity())) {
            return new Suppression(Suppression.Kind.SNOOZE, point.id().toString(),
                    snooze.comment() == null ? "snoozed by " + snooze.by() : snooze.comment(), snooze.until());
        }
        if (!active.isEmpty()) {
            SilenceTarget target = new SilenceTarget(point.identity(), point.severity(), declared);
            Optional<Active> first = active.stream().filter(one -> one.silence().matches(target)).findFirst();
            if (first.isPresent()) {
                return first.get().suppression();
            }
        }
        return root == null
                ? null
                : new Suppression(Suppression.Kind.WEAK_POINT, root.id().toString(),
                        "%s has %s".formatted(root.subject(), root.code()), null);
    }

    private static Root root(WeakPointEntity point) {
        return new Root(point.id(), point.identity().subject(), point.identity().code(), point.severity());
    }
}
