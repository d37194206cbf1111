package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static ink.dreamnet.halo.task.TaskStatus.APPROVED;
import static ink.dreamnet.halo.task.TaskStatus.CANCELLED;
import static ink.dreamnet.halo.task.TaskStatus.EXPIRED;
import static ink.dreamnet.halo.task.TaskStatus.PENDING_APPROVAL;
import static ink.dreamnet.halo.task.TaskStatus.REJECTED;
import static ink.dreamnet.halo.task.TaskStatus.SUGGESTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TaskStatusTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    /// The whole table, written down a second time on purpose: a change of the machine must be made twice.
    private static final Set<List<TaskStatus>> LEGAL = Set.of(List.of(SUGGESTED, PENDING_APPROVAL),
            List.of(SUGGESTED, REJECTED), List.of(SUGGESTED, EXPIRED), List.of(SUGGESTED, CANCELLED),
            List.of(PENDING_APPROVAL, APPROVED), List.of(PENDING_APPROVAL, REJECTED),
            List.of(PENDING_APPROVAL, EXPIRED), List.of(PENDING_APPROVAL, CANCELLED), List.of(APPROVED, CANCELLED));

    static Stream<Arguments> pairs() {
        return Stream.of(TaskStatus.values())
                .flatMap(from -> Stream.of(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verbWhenPairIsNotInTheTableIsRefused(TaskStatus from, TaskStatus to) {
        RepairTask task = in(from);
        if (LEGAL.contains(List.of(from, to))) {
            bring(task, to);
            assertThat(task.status()).isEqualTo(to);
            assertThat(task.view().expiresAt()).isEqualTo(to == PENDING_APPROVAL ? EXPIRY : null);
        } else if (to != SUGGESTED) {
            assertThatThrownBy(() -> bring(task, to)).isInstanceOf(IllegalTransitionException.class)
                    .hasMessageContaining("is " + from.wire()).hasMessageContaining("cannot become " + to.wire());
            assertThat(task.status()).isEqualTo(from);
        }
        assertThat(from.mayBecome(to)).isEqualTo(LEGAL.contains(List.of(from, to)));
    }

    private static RepairTask in(TaskStatus status) {
        RepairTask task = draft(status == SUGGESTED ? SUGGESTED : PENDING_APPROVAL, Severity.HIGH);
        if (status != SUGGESTED && status != PENDING_APPROVAL) {
            bring(task, status);
        }
        return task;
    }

    private static RepairTask draft(TaskStatus status, Severity severity) {
        return new RepairTask(Ids.next(),
                new TaskDraft(new TaskContent("agent.revive", List.of("DreamOps"), Map.of("agent", "a")),
                        "revive-agent", Ids.next(), SubjectRef.parse("agent:a"), severity, Ids.next()),
                status, NOW, EXPIRY);
    }

    private static void bring(RepairTask task, TaskStatus to) {
        switch (to) {
            case SUGGESTED -> throw new AssertionError("no verb leads there");
            case PENDING_APPROVAL -> task.propose(EXPIRY);
            case APPROVED -> task.approve("ann", null, NOW);
            case REJECTED -> task.reject("no");
            case EXPIRED -> task.expire();
            case CANCELLED -> task.cancel("gone");
        }
    }

    @Test
    void approveWhenTimeIsOverIsRefused() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        assertThatThrownBy(() -> task.approve("ann", null, EXPIRY)).isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("its time for approval ended");
        assertThat(task.status()).isEqualTo(PENDING_APPROVAL);
    }

    @Test
    void approveBindsToTheContent() {
        RepairTask task = in(APPROVED);
        assertThat(task.view().approvals()).singleElement()
                .satisfies(approval -> assertThat(approval.contentHash()).isEqualTo(task.view().contentHash()));
    }

    @Test
    void hashWhenNamesStandInAnotherOrderIsTheSameAndElseDiffers() {
        TaskContent one = new TaskContent("t", List.of("A"), Map.of("x", 1, "y", Map.of("b", 2, "a", 3)));
        TaskContent same = new TaskContent("t", List.of("A"), Map.of("y", Map.of("a", 3, "b", 2), "x", 1));
        assertThat(one.hash()).isEqualTo(same.hash()).hasSize(64);
        assertThat(new TaskContent("t", List.of("B"), one.payload()).hash()).isNotEqualTo(one.hash());
        assertThat(new TaskContent("u", List.of("A"), one.payload()).hash()).isNotEqualTo(one.hash());
        assertThat(new TaskContent("t", List.of("A"), Map.of("x", 2)).hash()).isNotEqualTo(one.hash());
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
        }
        assertThat(ProposalDecision.decide(List.of(suggested), Severity.HIGH, CycleMode.LIGHT))
                .isInstanceOf(ProposalDecision.Skip.class);
        assertThat(ProposalDecision.decide(List.of(in(REJECTED)), Severity.HIGH, CycleMode.FULL))
                .isInstanceOf(ProposalDecision.Skip.class);
        assertThat(ProposalDecision.decide(List.of(in(REJECTED)), Severity.CRITICAL, CycleMode.FULL))
                .isInstanceOf(ProposalDecision.Create.class);
    }
}
