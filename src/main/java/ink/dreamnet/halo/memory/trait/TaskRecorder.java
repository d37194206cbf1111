package ink.dreamnet.halo.memory.trait;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.Verification;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Records when tasks are handed over and what became of them, in the transaction in which it happens. It only adds rows, so
/// that it never waits for a cycle that holds the record.
@Component
class TaskRecorder {

    private final RecordStore records;
    private final OutcomeStore outcomes;
    private final Clock clock;

    TaskRecorder(RecordStore records, OutcomeStore outcomes, Clock clock) {
        this.records = records;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void record(TasksChanged changed) {
        Instant now = clock.instant();
        for (TasksChanged.Change change : changed.changes()) {
            if (change.action() == TaskAction.DISPATCHED) {
                records.handedOver(Entity.of(change.task().proposal().subject()), now.toEpochMilli());
            }
            OutcomeStore.Result result = result(change);
            if (result != null) {
                outcomes.add(outcome(change.task(), result, now));
            }
        }
    }

    private static OutcomeStore.@Nullable Result result(TasksChanged.Change change) {
        return switch (change.action()) {
            case APPROVED -> OutcomeStore.Result.APPROVED;
            case REJECTED -> OutcomeStore.Result.REJECTED;
            case EXPIRED -> OutcomeStore.Result.EXPIRED;
            case DEAD_LETTER -> OutcomeStore.Result.UNDELIVERABLE;
            case VERIFIED -> result(change.task().verification());
            case PROPOSED, SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVAL_LAPSED, APPROVAL_WITHHELD, CANCELLED, MOOT,
                    DISPATCHED,
                    LEASED,
                    ACCEPTED, SUCCEEDED, FAILED, RETRIED ->
                null;
        };
    }

    private static OutcomeStore.@Nullable Result result(@Nullable Verification verification) {
        return verification == null ? null : switch (verification) {
            case EFFECTIVE -> OutcomeStore.Result.EFFECTIVE;
            case INEFFECTIVE -> OutcomeStore.Result.INEFFECTIVE;
            case HARMFUL -> OutcomeStore.Result.HARMFUL;
            case INCONCLUSIVE -> null;
        };
    }

    private static OutcomeStore.Outcome outcome(TasksChanged.Snapshot task, OutcomeStore.Result result, Instant now) {
        Instant from = result.handedOver() ? task.dispatchedAt() : task.proposal().proposedAt();
        long seconds = from == null || result == OutcomeStore.Result.UNDELIVERABLE
                ? 0
                : Math.max(0, Duration.between(from, now).toSeconds());
        return new OutcomeStore.Outcome(task.id(), task.type(), task.proposal().strategy(), task.proposal().squadId(),
                task.agent(), result, seconds, now.toEpochMilli());
    }
}
