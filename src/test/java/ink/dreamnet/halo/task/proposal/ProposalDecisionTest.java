package ink.dreamnet.halo.task.proposal;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.Verification;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.task.TaskStatus.APPROVED;
import static ink.dreamnet.halo.task.TaskStatus.PENDING_APPROVAL;
import static ink.dreamnet.halo.task.TaskStatus.REJECTED;
import static ink.dreamnet.halo.task.TaskStatus.SUCCEEDED;
import static ink.dreamnet.halo.task.TaskStatus.SUGGESTED;
import static org.assertj.core.api.Assertions.assertThat;

class ProposalDecisionTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    private static RepairTask in(TaskStatus status) {
        RepairTask task = new RepairTask(Ids.next(),
                new TaskDraft(new TaskContent("agent.revive", List.of("DreamOps"), Map.of("agent", "a")),
                        "revive-agent", new RepairStep("restart", 0, List.of()), Ids.next(), "agent.offline",
                        SubjectRef.parse("agent:a"), Severity.HIGH,
                        Ids.next(), null, People.NOBODY),
                status == SUGGESTED ? SUGGESTED : PENDING_APPROVAL, NOW, EXPIRY);
        if (status == REJECTED) {
            task.reject("no");
        } else if (status == APPROVED || status == SUCCEEDED) {
            task.approve(new Approval("ann", NOW, null, task.contentHash(), null), 1);
        }
        if (status == SUCCEEDED) {
            task.dispatch(NOW, "webhook", "http://target", List.of(), 1);
            task.succeed("done", NOW, NOW);
        }
        assertThat(task.status()).isEqualTo(status);
        return task;
    }

    @Test
    void decideCoversEveryEarlierTask() {
        assertThat(ProposalDecision.decide(List.of(), Severity.HIGH, CycleMode.FULL))
                .isEqualTo(new ProposalDecision.Create(PENDING_APPROVAL));
        assertThat(ProposalDecision.decide(List.of(), Severity.HIGH, CycleMode.LIGHT))
                .isEqualTo(new ProposalDecision.Create(SUGGESTED));
        RepairTask suggested = in(SUGGESTED);
        assertThat(ProposalDecision.decide(List.of(suggested), Severity.HIGH, CycleMode.FULL))
                .isEqualTo(new ProposalDecision.Promote(suggested));
        for (CycleMode mode : CycleMode.values()) {
            assertThat(ProposalDecision.decide(List.of(in(PENDING_APPROVAL)), Severity.CRITICAL, mode))
                    .isInstanceOf(ProposalDecision.Worsen.class);
            assertThat(ProposalDecision.decide(List.of(in(PENDING_APPROVAL)), Severity.MEDIUM, mode))
                    .isInstanceOf(ProposalDecision.Skip.class);
            assertThat(ProposalDecision.decide(List.of(in(APPROVED)), Severity.CRITICAL, mode))
                    .isInstanceOf(ProposalDecision.Skip.class);
            assertThat(ProposalDecision.decide(List.of(in(SUCCEEDED)), Severity.CRITICAL, mode))
                    .isInstanceOf(ProposalDecision.Block.class);
        }
        assertThat(ProposalDecision.decide(List.of(suggested), Severity.HIGH, CycleMode.LIGHT))
                .isInstanceOf(ProposalDecision.Skip.class);
        assertThat(ProposalDecision.decide(List.of(in(REJECTED)), Severity.HIGH, CycleMode.FULL))
                .isInstanceOf(ProposalDecision.Block.class);
        RepairTask verified = in(SUCCEEDED);
        verified.verify(Verification.INEFFECTIVE, Map.of(), NOW);
        assertThat(ProposalDecision.decide(List.of(verified), Severity.HIGH, CycleMode.FULL))
                .isInstanceOf(ProposalDecision.Create.class);
        assertThat(ProposalDecision.decide(List.of(in(REJECTED)), Severity.CRITICAL, CycleMode.FULL))
                .isInstanceOf(ProposalDecision.Create.class);
    }
}
