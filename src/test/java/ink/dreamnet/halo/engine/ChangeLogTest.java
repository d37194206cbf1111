package ink.dreamnet.halo.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.Priority;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.weakpoint.Observations;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeLogTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:checkout");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ChangeLog.class);
    private final Thread test = Thread.currentThread();
    /// Contexts of other tests log too, in threads of theirs that may have the same name.
    private final ListAppender<ILoggingEvent> written = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (Thread.currentThread() == test) {
                super.append(event);
            }
        }
    };
    private final @Nullable Level before = logger.getLevel();
    private final ChangeLog log = new ChangeLog();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        written.start();
        logger.addAppender(written);
        TransactionSynchronizationManager.initSynchronization();
    }

    @AfterEach
    void leave() {
        TransactionSynchronizationManager.clear();
        logger.detachAppender(written);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    private static WeakPoint point(Severity severity, @Nullable String resolution) {
        return new WeakPoint(Ids.next(), "endpoint-health", "endpoint.down", SUBJECT, severity, "it is down",
                resolution == null ? WeakPointState.OPEN : WeakPointState.RESOLVED, NOW, NOW, 1, 0, false, null,
                resolution, List.of(), Map.of());
    }

    private static WeakPointsDetected detected(List<WeakPoint> appeared, List<WeakPoint> resolved) {
        return new WeakPointsDetected(
                new Observations(Ids.next(), CycleMode.FULL, Scope.of(Set.of(SUBJECT)), List.of()), NOW, appeared,
                appeared, resolved);
    }

    private static TasksChanged.Change change(UUID id, TaskAction action) {
        return new TasksChanged.Change(action, null, "because",
                new TasksChanged.Snapshot(id, "endpoint.repair", TaskStatus.APPROVED, Priority.HIGH, List.of("Keeper"),
                        new TaskView.Proposal("repair-endpoint", "repair", 0, List.of(), null, new UUID(0, 1),
                                "endpoint.down", SUBJECT, Severity.HIGH, null, null, null, Ids.next(), NOW),
                        1, null, null, null));
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void changesWhenCommittedLeaveALineEachWithTheirIds() {
        WeakPoint opened = point(Severity.HIGH, null);
        WeakPoint resolved = point(Severity.HIGH, "observed-clean");
        WeakPoint worsened = point(Severity.CRITICAL, null);
        UUID task = Ids.next();
        log.detected(detected(List.of(opened), List.of(resolved)));
        log.worsened(new WeakPointsChanged(Ids.next(), List.of(
                new WeakPointsChanged.Change(WeakPointsChanged.Kind.WORSENED, worsened, Severity.HIGH,
                        Severity.CRITICAL),
                new WeakPointsChanged.Change(WeakPointsChanged.Kind.OPENED, opened, null, Severity.HIGH))));
        log.tasks(new TasksChanged("ann",
                List.of(change(task, TaskAction.APPROVED), change(task, TaskAction.ACCEPTED))));
        assertThat(lines()).as("before the commit").isEmpty();
        TransactionSynchronizationUtils.triggerAfterCommit();
        assertThat(lines()).containsExactly(
                "Weak point %s opened: high endpoint.down of endpoint:checkout: it is down".formatted(opened.id()),
                "Weak point %s resolved: high endpoint.down of endpoint:checkout: it is down, observed-clean"
                        .formatted(resolved.id()),
                "Weak point %s worsened: critical endpoint.down of endpoint:checkout: it is down"
                        .formatted(worsened.id()),
                "Task %s approved by ann: endpoint.repair, step repair, for endpoint:checkout, weak point %s: because"
                        .formatted(task, new UUID(0, 1)));
    }

    @Test
    void changesWhenThereAreVeryManyLeaveTheMostSevereAndHowManyMore() {
        log.detected(detected(IntStream.range(0, 10_000)
                .mapToObj(i -> point(i == 9_999 ? Severity.CRITICAL : Severity.MEDIUM, null)).toList(), List.of()));
        log.tasks(new TasksChanged("halo", Collections.nCopies(5, change(Ids.next(), TaskAction.PROPOSED))));
        TransactionSynchronizationUtils.triggerAfterCommit();
        assertThat(lines()).hasSize(ChangeLog.MOST + 1);
        assertThat(lines().getFirst()).contains("opened: critical");
        assertThat(lines().getLast()).contains(" 9905 more ");
    }
}
