package ink.dreamnet.halo.subject;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import ink.dreamnet.halo.core.Revival;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectList;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.SuppressionsChanged;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// Notices between cycles that subjects are not as their rows say. What an operator does is in the rows when it is committed; its
/// transaction takes the lock of the rows last.
@Component
class SubjectEvents {

    /// More are read anew by the loop, so that a transaction is not much longer.
    private static final int MOST_AT_ONCE = 1000;
    private static final Duration EVERY = Duration.ofSeconds(30);
    /// After that a note is one of a process that has ended.
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

    private final SubjectUpkeep upkeep;
    private final SubjectTable table;
    private final SubjectLoop loop;
    private final Clock clock;

    SubjectEvents(SubjectUpkeep upkeep, SubjectTable table, SubjectLoop loop, Clock clock) {
        this.upkeep = upkeep;
        this.table = table;
        this.loop = loop;
        this.clock = clock;
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
    void registered(SubjectList.Changed changed) {
        if (changed.subjects().size() <= MOST_AT_ONCE) {
            upkeep.register(changed.subjects());
        }
    }

    /// What the loop reads must be committed. A squad may list agents.
    @TransactionalEventListener(fallbackExecution = true)
    void committed(SubjectList.Changed changed) {
        Collection<SubjectRef> subjects = changed.subjects();
        if (subjects.size() > MOST_AT_ONCE) {
            loop.sync(subjects.stream().map(SubjectRef::kind).distinct().toList());
        }
        if (subjects.stream().anyMatch(subject -> subject.kind() == SubjectKind.SQUAD)) {
            loop.sync(Set.of(SubjectKind.AGENT));
        }
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void judged(SuppressionsChanged changed) {
        upkeep.judge(changed.subjects());
    }

    @TransactionalEventListener
    void windows(SuppressionsChanged changed) {
        if (changed.windows()) {
            loop.cover();
        }
    }

    /// Notices what nobody else can: that no cycle came, and that a process ended before it took in a cycle.
    void watch() {
        upkeep.overdue();
        if (table.announcedBefore(clock.instant().minus(LEFT_BEHIND))) {
            upkeep.refresh();
        }
    }

    /// The schedule.
    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> subjectWatchTask(ObjectProvider<SubjectEvents> events) {
            return Tasks.recurring("halo-subjects", FixedDelay.of(EVERY)).onDeadExecution(Revival::atOnce)
                    .execute((instance, context) -> events.getObject().watch());
        }
    }
}
