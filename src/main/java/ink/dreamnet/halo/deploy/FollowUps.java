package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import ink.dreamnet.halo.core.Ids;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Stages the follow-ups of a deploy with it: each is a row and a job.
@Component
class FollowUps {

    static final String JOB = "halo-deploy-look";

    private final DeployProperties properties;
    private final FollowUpStore store;
    private final ObjectProvider<Scheduler> scheduler;

    FollowUps(DeployProperties properties, FollowUpStore store, ObjectProvider<Scheduler> scheduler) {
        this.properties = properties;
        this.store = store;
        this.scheduler = scheduler;
    }

    /// Stages the follow-ups of a deploy. The times count from the deploy itself: of one that is reported late, those that are
    /// past are due now.
    @Transactional(propagation = Propagation.MANDATORY)
    void stage(Deploy deploy) {
        List<FollowUp> all = new ArrayList<>();
        all.add(followUp(deploy, Duration.ZERO));
        properties.followUps().forEach(after -> all.add(followUp(deploy, after)));
        store.add(all);
        Scheduler present = scheduler.getObject();
        for (FollowUp followUp : all) {
            present.scheduleIfNotExists(new TaskInstance<>(JOB, followUp.id().toString()),
                    followUp.full() ? Instant.EPOCH : followUp.dueAt());
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                present.triggerCheckForDueExecutions();
            }
        });
    }

    private FollowUp followUp(Deploy deploy, Duration after) {
        return new FollowUp(Ids.next(), deploy.id(), after.toMillis(), deploy.at().plus(after), FollowUp.Status.WAITING,
                null, null, null);
    }
}
