package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Silences.Active;
import ink.dreamnet.halo.weakpoint.Suppressor.Change;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Knows what keeps a weak point from being repaired at this moment, and notices when that begins and ends.
@Service
public class Suppressions {

    private final WeakPointStore store;
    private final Silences silences;
    private final Suppressor suppressor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Suppressions(WeakPointStore store, Silences silences, Suppressor suppressor, ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.silences = silences;
        this.suppressor = suppressor;
        this.events = events;
        this.clock = clock;
    }

    /// Tells whether work on a weak point must not begin at this moment. Silences, windows and snoozes are judged by the
    /// clock, the cause of a weak point as the last cycle left it.
    ///
    /// @return what suppresses it; empty where nothing does, and where it is resolved or there is none of that id
    @Transactional(readOnly = true)
    public Optional<Suppression> reasonFor(UUID weakPoint) {
        return Optional.ofNullable(reasonsFor(List.of(weakPoint)).get(weakPoint));
    }

    /// As [#reasonFor] for many at once.
    ///
    /// @return what suppresses them, by their ids; those that nothing suppresses are absent
    @Transactional(readOnly = true)
    public Map<UUID, Suppression> reasonsFor(Collection<UUID> weakPoints) {
        Instant now = clock.instant();
        List<Active> active = silences.active(now);
        List<WeakPointEntity> points = store.findAll(weakPoints).stream()
                .filter(point -> point.state() != WeakPointState.RESOLVED).toList();
        Map<UUID, WeakPointEntity> causes = new HashMap<>();
        store.findAll(points.stream().map(WeakPointEntity::rootId).filter(Objects::nonNull).distinct().toList())
                .stream().filter(cause -> cause.state() != WeakPointState.RESOLVED)
                .forEach(cause -> causes.put(cause.id(), cause));
        Map<UUID, Suppression> reasons = new HashMap<>();
        for (WeakPointEntity point : points) {
            UUID root = point.rootId();
            Suppression reason = suppressor.reason(point, active, root == null ? null : causes.get(root), now);
            if (reason != null) {
                reasons.put(point.id(), reason);
            }
        }
        return reasons;
    }

    /// Judges the weak points again where silences, windows or snoozes have begun or ended since they were last judged.
    @Transactional
    public void catchUp() {
        Instant now = clock.instant();
        boolean others = silences.apply(silences.active(now));
        if (others || store.snoozeOver(now)) {
            judge(now, others);
        }
    }

    /// @return which subjects are in a maintenance window now
    @Transactional(readOnly = true)
    public Coverage coverage() {
        return new Coverage(silences.active(clock.instant()));
    }

    /// Judges all open weak points again.
    ///
    /// @param windows whether silences or windows began or ended
    private void judge(Instant now, boolean windows) {
        List<Change> changes = suppressor.judge(store.lockActive(), now);
        WeakPointStore.Events history = new WeakPointStore.Events();
        changes.forEach(change -> take(change, Actor.HALO, now, history));
        store.write(history);
        announce(changes.stream().filter(Change::released).map(Suppressions::subject).collect(Collectors.toSet()));
        events.publishEvent(new SuppressionsChanged(
                changes.stream().map(Suppressions::subject).collect(Collectors.toSet()), windows));
    }

    private static SubjectRef subject(Change change) {
        return change.point().identity().subject();
    }

    /// Judges one open weak point again, whose snooze an operator has changed.
    ///
    /// @param history gets the line of history for it
    void judge(WeakPointEntity point, Actor actor, WeakPointStore.Events history) {
        Instant now = clock.instant();
        Optional<WeakPointEntity> cause = Optional.ofNullable(point.rootId()).flatMap(store::find)
                .filter(root -> root.state() != WeakPointState.RESOLVED);
        Suppression before = point.suppression();
        Suppression after = suppressor.reason(point, silences.active(now), cause.orElse(null), now);
        point.suppress(after, point.rootId());
        take(new Change(point, before, after), actor, now, history);
        if (before != null && after == null) {
            announce(Set.of(point.identity().subject()));
        }
        events.publishEvent(new SuppressionsChanged(Set.of(point.identity().subject()), false));
    }

    private static void take(Change change, Actor actor, Instant now, WeakPointStore.Events history) {
        change.point().decide(TaskDecision.unobserved(change.after()));
        history.add(change.point().id(), change.event(now, actor, null));
    }

    private void announce(Set<SubjectRef> released) {
        if (!released.isEmpty()) {
            events.publishEvent(new SuppressionsEnded(released));
        }
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        private static final Duration EVERY = Duration.ofSeconds(10);

        @Bean
        RecurringTask<Void> suppressionTask(ObjectProvider<Suppressions> suppressions) {
            return Tasks.recurring("halo-suppressions", FixedDelay.of(EVERY)).onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> suppressions.getObject().catchUp());
        }
    }
}
