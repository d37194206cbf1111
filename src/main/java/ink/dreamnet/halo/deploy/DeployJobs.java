package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.weakpoint.LateDeploys;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// The jobs of deploys: one for each follow-up, which was staged with its deploy, and one that removes old deploys.
@Component
class DeployJobs {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final int PRUNE_MOST = 1000;
    private static final Backoff RETRIES = Backoff.exact(Duration.ofSeconds(1), Duration.ofSeconds(64));

    private final FollowUpStore followUps;
    private final FollowUpCycles cycles;
    private final DeployStore store;
    private final LateDeploys late;
    private final DeployProperties properties;
    private final Clock clock;

    DeployJobs(FollowUpStore followUps, FollowUpCycles cycles, DeployStore store, LateDeploys late,
            DeployProperties properties, Clock clock) {
        this.followUps = followUps;
        this.cycles = cycles;
        this.store = store;
        this.late = late;
        this.properties = properties;
        this.clock = clock;
    }

    /// Requests a cycle for all follow-ups that are due, this job's among them. The job ends when its follow-up is served, by
    /// whichever job.
    CompletionHandler<Void> followUp(TaskInstance<Void> job) {
        UUID id = UUID.fromString(job.getId());
        followUps.find(id).filter(FollowUp::full).flatMap(followUp -> store.find(followUp.deploy()))
                .ifPresent(this::reconsider);
        Optional<Instant> held = cycles.requestDue();
        Optional<FollowUp> own = followUps.find(id);
        if (own.isEmpty() || own.get().status() != FollowUp.Status.WAITING) {
            return (complete, operations) -> operations.stop();
        }
        Instant soon = clock.instant().plus(TURN);
        Instant again = held.filter(soon::isBefore).orElse(soon);
        return (complete, operations) -> operations.reschedule(complete,
                own.get().dueAt().isAfter(again) ? own.get().dueAt() : again);
    }

    /// Names a deploy that was reported late in the weak points that had opened before the report.
    private void reconsider(Deploy deploy) {
        if (deploy.at().isBefore(deploy.recordedAt())) {
            late.reconsider(deploy.at(), deploy.at().plus(properties.window()));
        }
    }

    /// Removes what is older than it is to be kept.
    void prune() {
        Instant before = clock.instant().minus(properties.keep());
        int removed;
        do {
            removed = store.removeOld(before, PRUNE_MOST);
        } while (removed == PRUNE_MOST);
    }

    /// The tasks.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        Task<Void> deployLookTask(ObjectProvider<DeployJobs> jobs) {
            FailureHandler<Void> retry = (failed, operations) -> operations.reschedule(failed,
                    failed.getTimeDone().plus(RETRIES.after(failed.getExecution().consecutiveFailures + 1)));
            return Tasks.custom(FollowUps.JOB, Void.class).onDeadExecution(Revival::atOnce).onFailure(retry)
                    .execute((instance, context) -> jobs.getObject().followUp(instance));
        }

        @Bean
        RecurringTask<Void> deployPruneTask(ObjectProvider<DeployJobs> jobs) {
            return Tasks.recurring("halo-deploy-prune", FixedDelay.of(PRUNE_EVERY)).onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> jobs.getObject().prune());
        }
    }
}
