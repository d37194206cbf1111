package ink.dreamnet.halo.task.verification;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskNotes;
import ink.dreamnet.halo.task.Verification;

/// What follows from the verdict on a repair. Every caller is in a transaction.
public final class Verdicts {

    private final TaskNotes log;
    private final Stops stops;
    private final Clock clock;

    public Verdicts(TaskNotes log, Stops stops, Clock clock) {
        this.log = log;
        this.stops = stops;
        this.clock = clock;
    }

    /// Records whether a task helped. Where it did harm, its strategy is stopped for that kind of weak point.
    ///
    /// @param reason why, as one sentence
    /// @param evidence names and values that turn into JSON
    /// @throws ink.dreamnet.halo.core.ConflictException where it did not succeed, or is verified already
    public void conclude(RepairTask task, Verification outcome, String reason, Map<String, Object> evidence) {
        Map<String, Object> found = new HashMap<>(evidence);
        found.put("reason", reason);
        task.verify(outcome, found, clock.instant());
        log.note(Actor.HALO, task, TaskAction.VERIFIED, task.status(), "%s: %s".formatted(outcome.wire(), reason));
        if (outcome == Verification.HARMFUL) {
            stops.stop(task, reason);
        }
    }
}
