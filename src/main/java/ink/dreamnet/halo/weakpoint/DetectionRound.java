package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.weakpoint.Suppressor.Change;
import ink.dreamnet.halo.weakpoint.TaskDecision.Health;
import org.jspecify.annotations.Nullable;

/// What one cycle changes in the weak points, and the history of that. Used once.
final class DetectionRound {

    private static final int MAX_DETAIL = 1000;

    /// The severities that were notified of a weak point until it was resolved.
    private record Notified(Severity before, Severity worst) {
    }

    private final UUID cycleId;
    private final Instant began;
    private final Instant now;
    private final WeakPointProperties.Flapping thresholds;
    private final Predicate<Identity> watched;

    private final WeakPointStore.Events events = new WeakPointStore.Events();
    private final List<WeakPointEntity> open = new ArrayList<>();
    private final List<WeakPointEntity> seen = new ArrayList<>();
    private final List<WeakPointEntity> resolved = new ArrayList<>();
    private final Map<WeakPointEntity, Health> observed = new LinkedHashMap<>();
    private final Set<WeakPointEntity> turned = new HashSet<>();
    private final Map<WeakPointEntity, String> fresh = new LinkedHashMap<>();
    private final Map<WeakPointEntity, Notified> notifiedResolved = new LinkedHashMap<>();
    private int opened;

    /// @param began when the analysis of the cycle began
    /// @param watched tells whether an analyzer still watches the subject of a weak point
    DetectionRound(UUID cycleId, Instant began, Instant now, WeakPointProperties.Flapping thresholds,
            Predicate<Identity> watched) {
        this.cycleId = cycleId;
        this.began = began;
        this.now = now;
        this.thresholds = thresholds;
        this.watched = watched;
    }

    /// Records that an open weak point is still there.
    void seen(WeakPointEntity point, Issue issue, List<ReportedIssue> related) {
        Severity before = point.severity();
        boolean wasStale = point.stale();
        point.seen(issue, related, now);
        if (wasStale) {
            note(point, "observed-again", null);
        }
        if (before != issue.severity()) {
            note(point, "severity-changed", before.wire() + " to " + issue.severity().wire());
        }
        sample(point, true);
        noteTurn(point);
        seen.add(point);
        keep(point, Health.FAILING);
    }

    /// Records that no issue names an open weak point.
    void absent(WeakPointEntity point, Observations.Absence absence) {
        switch (absence) {
            case CLEAN -> healthy(point, WeakPoints.OBSERVED_CLEAN);
            case LOW -> healthy(point, WeakPoints.OBSERVED_LOW);
            case NO_RESULT -> stale(point);
            case UNKNOWN -> {
                if (watched.test(point.identity())) {
                    stale(point);
                } else {
                    resolve(point, WeakPoints.SUBJECT_REMOVED);
                }
            }
            case NOT_DUE, OUT_OF_SCOPE -> open.add(point);
        }
    }

    private void healthy(WeakPointEntity point, String why) {
        boolean wasStale = point.stale();
        sample(point, false);
        noteTurn(point);
        if (!point.flapping()) {
            resolve(point, why);
            return;
        }
        point.observedHealthy();
        if (wasStale) {
            note(point, "observed-again", null);
        }
        keep(point, Health.HEALTHY);
    }

    private void resolve(WeakPointEntity point, String why) {
        Severity before = point.notifiedSeverity();
        if (before != null) {
            notifiedResolved.put(point, new Notified(before,
                    Objects.requireNonNullElse(point.worstNotifiedSeverity(), before)));
        }
        point.resolve(why, now);
        note(point, "resolved", why);
        resolved.add(point);
    }

    private void stale(WeakPointEntity point) {
        if (!point.stale()) {
            point.notObserved();
            note(point, "stale", "not observed by %s".formatted(point.identity().analyzer()));
        }
        keep(point, Health.UNKNOWN);
    }

    /// Records an issue that has no open weak point.
    ///
    /// @param recent the weak point of the same episode, or null
    /// @param deploy the deploy shortly before, or null
    /// @return the new weak point; empty where the one of the same episode reopened
    Optional<WeakPointEntity> appeared(Identity identity, @Nullable WeakPointEntity recent, Issue issue,
            List<ReportedIssue> related, @Nullable AfterDeploy deploy) {
        WeakPointEntity point;
        if (recent != null) {
            recent.reopen(issue, related, now);
            fresh.put(recent, "reopened");
            point = recent;
        } else {
            point = new WeakPointEntity(Ids.next(), identity, issue, related, now);
            fresh.put(point, "opened");
            opened++;
        }
        point.follows(began, deploy);
        sample(point, true);
        seen.add(point);
        keep(point, Health.FAILING);
        return recent == null ? Optional.of(point) : Optional.empty();
    }

    private void keep(WeakPointEntity point, Health health) {
        open.add(point);
        observed.put(point, health);
    }

    private void sample(WeakPointEntity point, boolean failing) {
        if (point.sample(failing, thresholds)) {
            turned.add(point);
        }
    }

    private void noteTurn(WeakPointEntity point) {
        if (turned.contains(point)) {
            note(point, point.flapping() ? "flapping-started" : "flapping-stopped",
                    String.format(Locale.ROOT, "%.1f %% state change", point.flappingPercent()));
        }
    }

    private void note(WeakPointEntity point, String kind, @Nullable String detail) {
        events.add(point.id(), new WeakPointEvent(now, Actor.HALO.name(), kind, cycleId, detail));
    }

    /// @return the weak points that are not resolved now
    List<WeakPointEntity> open() {
        return open;
    }

    /// Collects what is known of all weak points that are not resolved, after it is known what suppresses them and before [#decide].
    List<RepairOrder.Point> points() {
        return open.stream().map(point -> new RepairOrder.Point(point.id(), point.identity().subject(),
                since(point), point.severity().ordinal(),
                point.rootId(), point.suppression() == null && !point.stale()
                        && observed.getOrDefault(point, Health.FAILING) == Health.FAILING,
                point.repairable() && !fresh.containsKey(point), point.waits() && !fresh.containsKey(point))).toList();
    }

    /// @return since when it is there: what this cycle found, since its analysis began
    private Instant since(WeakPointEntity point) {
        return fresh.containsKey(point)
                ? began
                : Objects.requireNonNullElse(point.episodeFrom(), point.firstSeenAt());
    }

    /// Decides about every weak point in the scope of the cycle, after it is known what suppresses them.
    ///
    /// @param changes what is suppressed by something else than before
    /// @param waiting why those wait that do
    /// @return the subjects that are not suppressed any more and that this cycle did not see
    Set<SubjectRef> decide(Collection<Change> changes, Map<UUID, String> waiting) {
        Set<SubjectRef> released = new HashSet<>();
        for (Change change : changes) {
            WeakPointEntity point = change.point();
            if (!fresh.containsKey(point)) {
                events.add(point.id(), change.event(now, Actor.HALO, cycleId));
            }
            Health health = observed.get(point);
            if (change.released() && (health == null || health == Health.UNKNOWN)) {
                released.add(point.identity().subject());
            }
            if (health == null) {
                point.decide(TaskDecision.unobserved(change.after()));
            }
        }
        observed.forEach((point, health) -> point.decide(TaskDecision.decide(point.state(), health, point.flapping(),
                point.suppression(), waiting.get(point.id()))));
        fresh.forEach((point, kind) -> {
            Suppression by = point.suppression();
            AfterDeploy deploy = point.afterDeploy();
            note(point, kind, Texts.cut(point.severity().wire()
                    + (deploy == null ? "" : ", after the deploy of " + deploy.describe())
                    + (by == null ? "" : ", suppressed by " + by.describe()), MAX_DETAIL));
            noteTurn(point);
        });
        return released;
    }

    /// @return the history of this cycle
    WeakPointStore.Events events() {
        return events;
    }

    /// Collects the changes to notify others of. To be called once, after [#decide].
    ///
    /// @return the worst first, and what is resolved last
    List<WeakPointsChanged.Change> notifications() {
        List<WeakPointsChanged.Change> changes = new ArrayList<>();
        observed.forEach((point, health) -> {
            Severity before = point.notifiedSeverity();
            if (health == Health.FAILING) {
                point.takeNotification()
                        .ifPresent(kind -> changes.add(new WeakPointsChanged.Change(kind, point.view(), before,
                                Objects.requireNonNullElse(point.worstNotifiedSeverity(), point.severity()))));
            }
        });
        changes.sort(Comparator.comparing((WeakPointsChanged.Change change) -> change.weakPoint().severity()).reversed()
                .thenComparing(change -> change.weakPoint().id()));
        notifiedResolved
                .forEach((point, notified) -> changes.add(new WeakPointsChanged.Change(WeakPointsChanged.Kind.RESOLVED,
                        point.view(), notified.before(), notified.worst())));
        return changes;
    }

    /// Collects all that is open, appeared and resolved. To be called after [#decide].
    WeakPointsDetected detected(Observations observations) {
        return new WeakPointsDetected(observations, now, open.stream().map(WeakPointEntity::view).toList(),
                fresh.keySet().stream().map(WeakPointEntity::view).toList(),
                resolved.stream().map(WeakPointEntity::view).toList());
    }

    /// @return the result of the cycle
    Detection detection() {
        Map<WeakPointEntity, WeakPoint> views = new HashMap<>();
        observed.keySet().forEach(point -> views.put(point, point.view()));
        return new Detection(ordered(seen.stream(), views), opened, fresh.size() - opened,
                resolved.stream().map(WeakPointEntity::view).toList(),
                ordered(observed.keySet().stream().filter(WeakPointEntity::repairable), views),
                turned.stream().filter(views::containsKey).map(WeakPointEntity::id).toList());
    }

    private static List<WeakPoint> ordered(Stream<WeakPointEntity> points, Map<WeakPointEntity, WeakPoint> views) {
        return points.flatMap(point -> Stream.ofNullable(views.get(point)))
                .sorted(Comparator.comparing(WeakPoint::severity).reversed().thenComparing(WeakPoint::id)).toList();
    }
}
