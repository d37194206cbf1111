package ink.dreamnet.halo.task.proposal;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.Why;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What becomes of a proposal whose strategy would now lead with another repair.
abstract class ProposalsTest extends TaskRoom {

    private static final Why RESTART_LEADS = why("restart", 0.1);
    private static final Why MOVE_LEADS = why("move", null);

    @OnH2
    static class OnH2Test extends ProposalsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends ProposalsTest {
    }

    private static Why why(String step, @Nullable Double propensity) {
        return new Why(step + " leads", new Why.Known(step, 8, 7, 0, 0.75, 0.5, 0.875, null, 0.25, "learning", 1.5),
                List.of(), List.of(new Why.LeftOut("page-human", "others are left")), propensity);
    }

    private static TaskDraft draft(UUID weakPoint, String step, Why why) {
        return new TaskDraft(new TaskContent("test.repair", List.of("Hooked"), Map.of("step", step)), "test-strategy",
                new RepairStep(step, step.equals("restart") ? 0 : 2, List.of("recreate")), weakPoint, "test.broken",
                SubjectRef.parse("endpoint:" + weakPoint), Severity.HIGH, Ids.next(), why, People.NOBODY);
    }

    private void assertRestart(TaskView task, TaskStatus status) {
        assertThat(task.status()).isEqualTo(status);
        assertThat(task.payload()).containsEntry("step", "restart");
        assertThat(task.proposal().step()).isEqualTo("restart");
        assertThat(task.proposal().rung()).isZero();
        assertThat(task.proposal().failedBefore()).containsExactly("recreate");
        assertThat(task.proposal().why()).isEqualTo(RESTART_LEADS);
    }

    @Test
    void proposeWhenTheAdviceChangedKeepsWhatWasSuggestedOrAskedFor() {
        UUID weakPoint = Ids.next();
        TaskView suggested = propose(draft(weakPoint, "restart", RESTART_LEADS), CycleMode.LIGHT).getFirst();
        assertRestart(suggested, TaskStatus.SUGGESTED);
        assertThat(propose(draft(weakPoint, "move", MOVE_LEADS), CycleMode.LIGHT)).isEmpty();
        TaskView promoted = propose(draft(weakPoint, "move", MOVE_LEADS), CycleMode.FULL).getFirst();
        assertThat(promoted.id()).isEqualTo(suggested.id());
        assertThat(promoted.approval().contentHash()).isEqualTo(suggested.approval().contentHash());
        assertRestart(promoted, TaskStatus.PENDING_APPROVAL);
        assertThat(propose(draft(weakPoint, "move", MOVE_LEADS), CycleMode.FULL)).isEmpty();
        assertRestart(now(suggested.id()), TaskStatus.PENDING_APPROVAL);
    }

    @Test
    void proposeWhenAnotherRepairOfTheStrategyWasRejectedIsBlocked() {
        UUID weakPoint = Ids.next();
        TaskView proposed = propose(draft(weakPoint, "restart", RESTART_LEADS), CycleMode.FULL).getFirst();
        approvals.reject(proposed.id(), "not now", ANN);
        assertThat(propose(draft(weakPoint, "move", MOVE_LEADS), CycleMode.FULL)).isEmpty();
    }

    @Test
    void proposeWhenTheEarlierOneWasTakenBackProposesWhatLeadsNow() {
        UUID weakPoint = Ids.next();
        TaskView proposed = propose(draft(weakPoint, "restart", RESTART_LEADS), CycleMode.FULL).getFirst();
        approvals.cancel(proposed.id(), "taken back", ANN);
        assertThat(propose(draft(weakPoint, "move", MOVE_LEADS), CycleMode.FULL)).singleElement()
                .satisfies(task -> assertThat(task.proposal().why()).isEqualTo(MOVE_LEADS));
    }
}
