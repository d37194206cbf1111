package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.core.SubjectRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/// Turns what cycles observe into weak points.
@Component
class WeakPointDetector {

    private static final Logger LOG = LoggerFactory.getLogger(WeakPointDetector.class);

    private final WeakPointRecords store;
    private final WeakPointProperties properties;
    private final Suppressor suppressor;
    private final RemovedIdentities removed;
    private final ObjectProvider<DeployHistory> deploys;
    private final ObjectProvider<RepairOrder> order;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    WeakPointDetector(WeakPointRecords store, WeakPointProperties properties, Suppressor suppressor,
            RemovedIdentities removed, ObjectProvider<DeployHistory> deploys, ObjectProvider<RepairOrder> order,
            ApplicationEventPublisher publisher, Clock clock) {
        this.store = store;
        this.properties = properties;
        this.suppressor = suppressor;
        this.removed = removed;
        this.deploys = deploys;
        this.order = order;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// As [WeakPoints#detect].
    Detection detect(Observations observations, Instant began) {
        Map<Identity, Issue> issues = observations.issues();
        Map<SubjectRef, List<ReportedIssue>> bySubject = observations.issuesBySubject();
        Instant now = clock.instant();
        List<WeakPointEntity> active = store.lockActive();
        Set<Identity> gone = removed.among(active.stream().map(WeakPointEntity::identity)
                .filter(identity -> !issues.containsKey(identity)
                        && observations.absence(identity) == Observations.Absence.UNKNOWN)
                .toList());
        DetectionRound round = new DetectionRound(observations.cycleId(), began, now, properties.flapping(),
                identity -> !gone.contains(identity));

        Map<Identity, Issue> unmatched = new LinkedHashMap<>(issues);
        for (WeakPointEntity entity : active) {
            Issue issue = unmatched.remove(entity.identity());
            if (issue != null) {
                round.seen(entity, issue, Observations.related(entity.identity(), issue, bySubject));
            } else {
                round.absent(entity, observations.absence(entity.identity()));
            }
        }
        // samples are a measure of time: one that is resolved and whose turn it is not counts as it was seen last
        store.sampleHealthy(now.minus(WeakPointEntity.SAME_EPISODE), identity -> {
            Observations.Absence absence = observations.absence(identity);
            return !issues.containsKey(identity) && (absence.healthy() || absence == Observations.Absence.NOT_DUE);
        });
        Map<Identity, WeakPointEntity> recent = unmatched.isEmpty() ? Map.of() : recentlyResolved(unmatched, now);
        Map<SubjectRef, AfterDeploy> before = deploysBefore(unmatched.keySet(), began);
        unmatched.forEach((identity, issue) -> round
                .appeared(identity, recent.get(identity), issue, Observations.related(identity, issue, bySubject),
                        before.get(issue.subject()))
                .ifPresent(store::add));

        List<Suppressor.Change> changes = suppressor.judge(round.open(), now);
        Set<SubjectRef> released = round.decide(changes, waiting(round, observations, began));
        Detection detection = round.detection();
        List<WeakPointsChanged.Change> news = round.notifications();
        store.write(round.events());
        if (!news.isEmpty()) {
            publisher.publishEvent(new WeakPointsChanged(observations.cycleId(), news));
        }
        publisher.publishEvent(round.detected(observations));
        if (!released.isEmpty()) {
            publisher.publishEvent(new SuppressionsEnded(released));
        }
        return detection;
    }

    private Map<UUID, String> waiting(DetectionRound round, Observations observations, Instant began) {
        try {
            RepairOrder present = order.getIfAvailable();
            return present == null ? Map.of() : present.waiting(round.points(), observations.healthy(), began);
        } catch (ConcurrencyFailureException conflict) {
            // the transaction of the cycle is tried again
            throw conflict;
        } catch (RuntimeException failed) {
            LOG.error("It is not known which repairs are to wait for others; none does", failed);
            return Map.of();
        }
    }

    private Map<SubjectRef, AfterDeploy> deploysBefore(Collection<Identity> opening, Instant began) {
        DeployHistory history = opening.isEmpty() ? null : deploys.getIfAvailable();
        return history == null
                ? Map.of()
                : history.before(opening.stream().map(Identity::subject).distinct().toList(), began);
    }

    private Map<Identity, WeakPointEntity> recentlyResolved(Map<Identity, Issue> issues, Instant now) {
        List<SubjectRef> subjects = issues.keySet().stream().map(Identity::subject).distinct().toList();
        Map<Identity, WeakPointEntity> recent = new HashMap<>();
        store.resolvedSince(subjects, now.minus(WeakPointEntity.SAME_EPISODE))
                .forEach(entity -> recent.put(entity.identity(), entity));
        return recent;
    }
}
