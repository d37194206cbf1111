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
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes in deploys. A deploy that is recorded has its looks staged with it: when [#record] returns (or the transaction of its
/// caller commits), a cycle after it is certain, unless the trigger is switched off by then.
@Service
public class Deploys {

    /// How far ahead the clock of a reporter may be.
    static final Duration AHEAD = Duration.ofMinutes(5);
    /// How old the news of a deploy may be.
    static final Duration OLDEST = Duration.ofHours(24);
    /// Two ways that tell of the same version within this time tell of one deploy.
    static final Duration SAME = Duration.ofMinutes(30);

    private final DeployStore store;
    private final FollowUps looks;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;
    private final Clock clock;

    Deploys(DeployStore store, FollowUps looks, AuditTrail audit, TransactionTemplate transaction,
            MeterRegistry meters, Clock clock) {
        this.store = store;
        this.looks = looks;
        this.audit = audit;
        this.transaction = transaction;
        this.meters = meters;
        this.clock = clock;
    }

    /// What a report came to.
    ///
    /// @param deploy the deploy
    /// @param created false where it was known before: by the same key, or by another way that told of it within 30 minutes
    public record Recorded(Deploy deploy, boolean created) {
    }

    /// Records a deploy, in the transaction of the caller where there is one. A report with the key of an earlier one is that
    /// one again. Of a deploy that another way told of before, it fills in what is not known yet.
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
        Optional<Deploy> otherWay = store.of(report.service(), at.minus(SAME), at.plus(SAME)).stream()
                .filter(deploy -> deploy.sameEnvironment(report)).findFirst()
                .filter(deploy -> (deploy.source() != report.source() || report.source().seen())
                        && deploy.sameVersion(report));
        if (otherWay.isPresent()) {
            if (key != null) {
                store.addKey(otherWay.get().id(), key);
            }
            return new Recorded(fill(otherWay.get(), report, actor), false);
        }
        Deploy deploy = new Deploy(Ids.next(), report.service(), report.version(), report.environment(), at, now,
                actor.name(), report.source(), report.commit(), report.url(), List.copyOf(report.subjects()));
        store.add(deploy, key);
        audit.record(actor, new Change("deploy.recorded", "deploy", deploy.id().toString(), null, null,
                deploy.words()));
        looks.stage(deploy);
        return new Recorded(deploy, true);
    }

    /// @return the deploy that an earlier report of this key told of
    private Optional<Deploy> known(String key, DeployReport report) {
        Optional<Deploy> own = store.byKey(key);
        Optional<Deploy> earlier = own.isPresent() ? own : store.byFurtherKey(key);
        earlier.filter(deploy -> own.isPresent() ? !deploy.saysSame(report) : !deploy.tellsOfSame(report))
                .ifPresent(deploy -> {
                    throw new ConflictException("The key of this report was used at %s for the deploy of %s".formatted(
                            deploy.recordedAt(), deploy.words()));
                });
        return earlier;
    }

    /// Takes over what another way knows of a deploy and nobody said before.
    private Deploy fill(Deploy deploy, DeployReport report, Actor actor) {
        Deploy filled = deploy.filled(report);
        if (!filled.equals(deploy)) {
            store.fill(filled);
            audit.record(actor, new Change("deploy.completed", "deploy", deploy.id().toString(), deploy.words(),
                    filled.words(), "told by " + report.source().wire() + " too"));
        }
        return filled;
    }

    /// @return what makes two reports one: the reporter's key, or else all that it says, if it says when
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
        return store.find(id).orElseThrow(() -> new NotFoundException("deploy", id));
    }

    @Transactional(readOnly = true)
    Page<Deploy> find(DeployQuery query, PageQuery page) {
        return store.page(query, page);
    }

    @Transactional(readOnly = true)
    List<FollowUp> looksAfter(UUID deploy) {
        return looks.of(deploy);
    }
}
