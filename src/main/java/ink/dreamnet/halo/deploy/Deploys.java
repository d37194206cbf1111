package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.AfterDeploy.Relation;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Records deploys. A deploy that is recorded has its follow-ups staged with it: when [#record] returns (or the transaction of its
/// caller commits), a cycle after it is certain, unless the trigger is switched off by then.
@Service
public class Deploys {

    /// How far ahead the clock of a reporter may be.
    static final Duration AHEAD = Duration.ofMinutes(5);
    /// How late a deploy may be reported.
    static final Duration OLDEST = Duration.ofHours(24);
    /// Reports of the same version by two sources within this time are of one deploy.
    static final Duration SAME = Duration.ofMinutes(30);

    private final DeployStore store;
    private final FollowUps followUps;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;

    Deploys(DeployStore store, FollowUps followUps, AuditTrail audit, TransactionTemplate transaction,
            MeterRegistry meters, Clock clock) {
        this.store = store;
        this.followUps = followUps;
        this.audit = audit;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /// The result of a report.
    ///
    /// @param deploy the deploy
    /// @param created false where it was known before: by the same key, or by a report of another source within 30 minutes
    public record Recorded(Deploy deploy, boolean created) {
    }

    /// Records a deploy, in the transaction of the caller where there is one. A report with the key of an earlier one is that
    /// one again. A deploy that another source reported before is completed.
    ///
    /// @throws InvalidInputException where its time is more than 5 minutes ahead or more than 24 hours ago
    /// @throws ConflictException where its key was used for another deploy
    public Recorded record(DeployReport report, Actor actor) {
        Recorded recorded;
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            recorded = write(report, actor);
        } else {
            recorded = Objects.requireNonNull(transaction.execute(tx -> write(report, actor)));
        }
        meters.counter("halo.deploys", "source", report.source().wire(), "outcome",
                recorded.created() ? "recorded" : "known").increment();
        return recorded;
    }

    private Recorded write(DeployReport report, Actor actor) {
        store.lock();
        Instant now = clock.instant();
        String key = key(report);
        Optional<Deploy> earlier = key == null ? Optional.empty() : known(key, report);
        if (earlier.isPresent()) {
            return new Recorded(earlier.get(), false);
        }
        Instant at = at(report, now);
        // only the latest of the service there: an older one of this version was replaced, and this is its return
        Optional<Deploy> otherSource = store.of(report.service(), at.minus(SAME), at.plus(SAME)).stream()
                .filter(deploy -> deploy.sameEnvironment(report)).findFirst()
                .filter(deploy -> (deploy.source() != report.source() || report.source().detected())
                        && deploy.sameVersion(report));
        if (otherSource.isPresent()) {
            if (key != null) {
                store.addKey(otherSource.get().id(), key);
            }
            return new Recorded(complete(otherSource.get(), report, actor), false);
        }
        Deploy deploy = new Deploy(Ids.next(), report.service(), report.version(), report.environment(), at, now,
                actor.name(), report.source(), report.commit(), report.url(), List.copyOf(report.subjects()));
        store.add(deploy, key);
        audit.record(actor, new Change("deploy.recorded", "deploy", deploy.id().toString(), null, null,
                deploy.describe()));
        followUps.stage(deploy);
        return new Recorded(deploy, true);
    }

    /// @return the deploy of an earlier report with this key
    private Optional<Deploy> known(String key, DeployReport report) {
        Optional<Deploy> own = store.byKey(key);
        Optional<Deploy> earlier = own.isPresent() ? own : store.byFurtherKey(key);
        earlier.filter(deploy -> own.isPresent() ? !deploy.isRepeatedBy(report) : !deploy.mayBeReportedBy(report))
                .ifPresent(deploy -> {
                    throw new ConflictException("The key of this report was used at %s for the deploy of %s".formatted(
                            deploy.recordedAt(), deploy.describe()));
                });
        return earlier;
    }

    /// Completes a deploy by a report of another source.
    private Deploy complete(Deploy deploy, DeployReport report, Actor actor) {
        Deploy completed = deploy.completedBy(report);
        if (!completed.equals(deploy)) {
            store.update(completed);
            audit.record(actor, new Change("deploy.completed", "deploy", deploy.id().toString(), deploy.describe(),
                    completed.describe(), "also reported by " + report.source().wire()));
        }
        return completed;
    }

    /// @return the key that two reports of one deploy share: the reporter's, or else all members, if the time is one of them
    private static @Nullable String key(DeployReport report) {
        if (report.key() != null) {
            return report.key();
        }
        if (report.at() == null) {
            return null;
        }
        String all = String.join("\n", report.source().wire(), report.service(), report.version(),
                String.valueOf(report.environment()), report.at().toString());
        return "same:" + UUID.nameUUIDFromBytes(all.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Instant at(DeployReport report, Instant now) {
        Instant at = report.at() == null ? now : report.at();
        if (at.isAfter(now.plus(AHEAD)) || at.isBefore(now.minus(OLDEST))) {
            throw new InvalidInputException("at", "%s is not between %s (24 hours ago) and %s (5 minutes ahead)"
                    .formatted(at, now.minus(OLDEST), now.plus(AHEAD)));
        }
        return at.isAfter(now) ? now : at;
    }

    /// @throws NotFoundException where there is none of that id
    @Transactional(readOnly = true)
    public Deploy get(UUID id) {
        return find(id).orElseThrow(() -> new NotFoundException("deploy", id));
    }

    /// @return the deploy of an id; empty where it is not kept any more
    @Transactional(readOnly = true)
    public Optional<Deploy> find(UUID id) {
        return store.find(id);
    }

    /// Finds the deploys that may have to do with a subject.
    ///
    /// @param facts what is declared of it
    /// @param most how many at most, of all that were done in that time
    /// @return those of its service and those to its environment that were done after a time and not after another, the latest first
    @Transactional(readOnly = true)
    public List<Deploy> around(SubjectRef subject, SubjectDirectory.Facts facts, Instant after, Instant until,
            int most) {
        return store.between(after, until, most).stream()
                .filter(deploy -> RecentDeploys.closest(List.of(deploy), subject, facts).relation() != Relation.FLEET)
                .toList();
    }

    @Transactional(readOnly = true)
    Page<Deploy> find(DeployQuery query, PageQuery page) {
        return store.page(query, page);
    }
}
