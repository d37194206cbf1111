package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Detects weak points and follows them over time.
@Service
public class WeakPoints {

    /// Why a weak point is resolved: its subject was looked at, and it was not there.
    public static final String OBSERVED_CLEAN = "observed-clean";
    /// Why a weak point is resolved: its subject was looked at, and all that is left is an issue of severity `low`.
    public static final String OBSERVED_LOW = "observed-low";
    /// Why a weak point is resolved: nobody watches its subject any more.
    public static final String SUBJECT_REMOVED = "subject-removed";

    private static final Logger LOG = LoggerFactory.getLogger(WeakPoints.class);

    private final WeakPointStore store;
    private final AnalyzerRegistry analyzers;
    private final AuditTrail audit;
    private final Clock clock;

    WeakPoints(WeakPointStore store, AnalyzerRegistry analyzers, AuditTrail audit, Clock clock) {
        this.store = store;
        this.analyzers = analyzers;
        this.audit = audit;
        this.clock = clock;
    }

    /// Turns what a cycle saw into weak points: opens, reopens, continues and resolves them.
    ///
    /// @return what changed
    @Transactional(propagation = Propagation.MANDATORY)
    public Detection detect(Observations observations) {
        Map<Identity, Issue> issues = observations.issues();
        Map<SubjectRef, List<String>> related = observations.issueIds();
        Round round = new Round(observations.cycleId(), clock.instant());

        List<WeakPoint> resolved = new ArrayList<>();
        Map<Identity, Issue> unmatched = new LinkedHashMap<>(issues);
        for (WeakPointEntity entity : store.lockActive()) {
            Issue issue = unmatched.remove(entity.identity());
            if (issue != null) {
                round.seen(entity, issue, related.getOrDefault(issue.subject(), List.of()));
            } else if (round.absent(entity, observations.absence(entity.identity()))) {
                resolved.add(entity.view());
            }
        }
        Map<Identity, WeakPointEntity> recent = unmatched.isEmpty() ? Map.of() : recentlyResolved(unmatched, round.now);
        unmatched.forEach((identity, issue) -> round.appeared(identity, recent.get(identity), issue,
                related.getOrDefault(issue.subject(), List.of())));
        store.write(round.events);
        List<WeakPoint> seen = round.seen.stream().map(WeakPointEntity::view)
                .sorted(Comparator.comparing(WeakPoint::severity).reversed().thenComparing(WeakPoint::id)).toList();
        return new Detection(seen, round.opened, round.reopened, resolved);
    }

    private Map<Identity, WeakPointEntity> recentlyResolved(Map<Identity, Issue> issues, Instant now) {
        List<SubjectRef> subjects = issues.keySet().stream().map(Identity::subject).distinct().toList();
        Map<Identity, WeakPointEntity> recent = new HashMap<>();
        store.resolvedSince(subjects, now.minus(WeakPointEntity.SAME_EPISODE))
                .forEach(entity -> recent.put(entity.identity(), entity));
        return recent;
    }

    /// One cycle's changes.
    private final class Round {
        final UUID cycleId;
        final Instant now;
        final List<WeakPointEntity> seen = new ArrayList<>();
        final WeakPointStore.Events events = new WeakPointStore.Events();
        int opened;
        int reopened;

        Round(UUID cycleId, Instant now) {
            this.cycleId = cycleId;
            this.now = now;
        }

        void seen(WeakPointEntity entity, Issue issue, List<String> related) {
            Severity before = entity.severity();
            boolean wasStale = entity.stale();
            entity.seen(issue, related, now);
            seen.add(entity);
            if (wasStale) {
                note(entity, "observed-again", null);
            }
            if (before != issue.severity()) {
                note(entity, "severity-changed", before.wire() + " to " + issue.severity().wire());
            }
        }

        /// @return whether the weak point was resolved
        boolean absent(WeakPointEntity entity, Observations.Absence absence) {
            return switch (absence) {
                case CLEAN -> resolve(entity, OBSERVED_CLEAN);
                case LOW -> resolve(entity, OBSERVED_LOW);
                case BLIND -> markStale(entity);
                case UNKNOWN -> !watched(entity) && resolve(entity, SUBJECT_REMOVED) || markStale(entity);
                case OUT_OF_SCOPE -> false;
            };
        }

        private boolean watched(WeakPointEntity entity) {
            Identity identity = entity.identity();
            try {
                return analyzers.find(identity.analyzer()).map(analyzer -> analyzer.watches(identity.subject()))
                        .orElse(true);
            } catch (RuntimeException cannotTell) {
                LOG.warn("Analyzer {} could not tell whether it watches {}", identity.analyzer(), identity.subject(),
                        cannotTell);
                return true;
            }
        }

        private boolean resolve(WeakPointEntity entity, String why) {
            entity.resolve(why, now);
            note(entity, "resolved", why);
            return true;
        }

        private boolean markStale(WeakPointEntity entity) {
            if (!entity.stale()) {
                entity.notObserved();
                note(entity, "stale", "not observed by %s".formatted(entity.identity().analyzer()));
            }
            return false;
        }

        void appeared(Identity identity, @Nullable WeakPointEntity recent, Issue issue, List<String> related) {
            if (recent != null) {
                recent.reopen(issue, related, now);
                seen.add(recent);
                reopened++;
                note(recent, "reopened", issue.severity().wire());
            } else {
                WeakPointEntity entity = new WeakPointEntity(Ids.next(), identity, issue, related, now);
                store.add(entity);
                seen.add(entity);
                opened++;
                note(entity, "opened", issue.severity().wire());
            }
        }

        private void note(WeakPointEntity entity, String kind, @Nullable String detail) {
            events.add(entity.id(), new WeakPointEvent(now, Actor.HALO.name(), kind, cycleId, detail));
        }
    }

    /// Notes that an operator has seen a weak point.
    ///
    /// @param comment the operator's words, at most 1,000 characters; null for none
    /// @throws NotFoundException where there is none of that id
    /// @throws IllegalTransitionException where it is not open
    @Transactional
    public WeakPoint acknowledge(UUID id, @Nullable String comment, Actor actor) {
        WeakPointEntity entity = store.lock(id).orElseThrow(() -> new NotFoundException("weak point", id));
        String from = entity.state().wire();
        entity.acknowledge();
        WeakPointStore.Events events = new WeakPointStore.Events();
        events.add(id, new WeakPointEvent(clock.instant(), actor.name(), "acknowledged", null, comment));
        store.write(events);
        audit.record(actor, new Change("weakpoint.acknowledged", "weakpoint", id.toString(), from,
                entity.state().wire(), comment));
        return entity.view();
    }

    /// @return the weak points that match, most severe first and then the newest first
    @Transactional(readOnly = true)
    public Page<WeakPoint> find(WeakPointQuery query, PageQuery page) {
        return store.page(query, page).map(WeakPointEntity::view);
    }

    /// @throws NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public WeakPoint get(UUID id) {
        return require(id).view();
    }

    /// @return what happened to a weak point, oldest first, at most its last 500 events
    @Transactional(readOnly = true)
    public List<WeakPointEvent> history(UUID id) {
        return store.history(id);
    }

    /// @return how many weak points are not resolved, by severity; a severity without weak points is absent
    @Transactional(readOnly = true)
    public Map<Severity, Long> counts() {
        return store.counts();
    }

    private WeakPointEntity require(UUID id) {
        return store.find(id).orElseThrow(() -> new NotFoundException("weak point", id));
    }
}
