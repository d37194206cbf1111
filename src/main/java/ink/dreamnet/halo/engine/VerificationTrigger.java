package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.verification.Verifications;
import ink.dreamnet.halo.task.verification.Verifications.Unverified;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.CycleRequest;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.RequestStatus;
import ink.dreamnet.halo.trigger.Trigger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Fires when the settle time of repairs is over. The cycle covers their subjects and what depends on these; it is a full one,
/// so that the next step of a repair that did not help can be proposed for approval.
@Component
class VerificationTrigger implements Trigger {

    static final String NAME = "verification";

    private final Verifications verifications;
    private final DeclaredSubjects declared;
    private final CycleRequests requests;
    private final TransactionTemplate transaction;

    VerificationTrigger(Verifications verifications, DeclaredSubjects declared, CycleRequests requests,
            TransactionTemplate transaction) {
        this.verifications = verifications;
        this.declared = declared;
        this.requests = requests;
        this.transaction = transaction;
    }

    @Override
    public String name() {
        return NAME;
    }

    /// @return false: a repair that is not verified would never be followed by another one
    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public String detail() {
        return "when a repair has had its time to settle (halo.verification.settle)";
    }

    /// One round: requests the verifications that are due, and those again whose cycle failed for good, or left the task out
    /// because too many waited.
    void fire() {
        for (Map.Entry<UUID, List<UUID>> asked : verifications.requested().entrySet()) {
            if (requests.find(asked.getKey()).filter(VerificationTrigger::waitsOrRuns).isEmpty()) {
                transaction.executeWithoutResult(tx -> verifications.postpone(asked.getValue(), false));
            }
        }
        List<Unverified> due = verifications.due();
        if (!due.isEmpty()) {
            Set<SubjectRef> subjects = new TreeSet<>(due.stream().map(Unverified::subject).toList());
            subjects.addAll(declared.dependants(Set.copyOf(subjects)));
            transaction.executeWithoutResult(tx -> request(due, Scope.of(subjects)));
        }
    }

    private static boolean waitsOrRuns(CycleRequest request) {
        return request.status() == RequestStatus.PENDING || request.status() == RequestStatus.SERVING;
    }

    /// The request comes first: whoever needs the lock of the queue and those of tasks takes the queue's first.
    private void request(List<Unverified> due, Scope scope) {
        CycleRequest request = requests.submit(new CycleOrder(NAME, CycleMode.FULL, scope,
                "%d %s had time to settle".formatted(due.size(), due.size() == 1 ? "repair has" : "repairs have"),
                Actor.HALO, null));
        verifications.request(due.stream().map(Unverified::taskId).toList(), request.id());
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> verificationTask(ObjectProvider<VerificationTrigger> trigger) {
            return Tasks.recurring("halo-verification", FixedDelay.of(Duration.ofSeconds(5)))
                    .onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> trigger.getObject().fire());
        }
    }
}
