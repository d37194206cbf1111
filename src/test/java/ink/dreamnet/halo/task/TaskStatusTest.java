package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static ink.dreamnet.halo.task.TaskStatus.APPROVED;
import static ink.dreamnet.halo.task.TaskStatus.CANCELLED;
import static ink.dreamnet.halo.task.TaskStatus.DEAD_LETTER;
import static ink.dreamnet.halo.task.TaskStatus.DISPATCHED;
import static ink.dreamnet.halo.task.TaskStatus.EXPIRED;
import static ink.dreamnet.halo.task.TaskStatus.FAILED;
import static ink.dreamnet.halo.task.TaskStatus.PENDING_APPROVAL;
import static ink.dreamnet.halo.task.TaskStatus.REJECTED;
import static ink.dreamnet.halo.task.TaskStatus.RUNNING;
import static ink.dreamnet.halo.task.TaskStatus.SUCCEEDED;
import static ink.dreamnet.halo.task.TaskStatus.SUGGESTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TaskStatusTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    /// The whole table, written down a second time on purpose: a change of the machine must be made twice.
    private static final Map<TaskStatus, Set<TaskStatus>> LEGAL = Map.of(
            SUGGESTED, Set.of(PENDING_APPROVAL, REJECTED, EXPIRED, CANCELLED),
            PENDING_APPROVAL, Set.of(APPROVED, REJECTED, EXPIRED, CANCELLED),
            APPROVED, Set.of(DISPATCHED, PENDING_APPROVAL, DEAD_LETTER, SUCCEEDED, CANCELLED),
            DISPATCHED, Set.of(RUNNING, SUCCEEDED, FAILED, CANCELLED),
            RUNNING, Set.of(SUCCEEDED, FAILED, CANCELLED),
            FAILED, Set.of(APPROVED, DEAD_LETTER, SUCCEEDED, CANCELLED),
            DEAD_LETTER, Set.of(APPROVED, SUCCEEDED, CANCELLED));

    static Stream<Arguments> pairs() {
        return Stream.of(TaskStatus.values())
                .flatMap(from -> Stream.of(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verbWhenPairIsNotInTheTableIsRefused(TaskStatus from, TaskStatus to) {
        RepairTask task = in(from);
        boolean legal = LEGAL.getOrDefault(from, Set.of()).contains(to);
        assertThat(from.mayBecome(to)).isEqualTo(legal);
        if (legal) {
            bring(task, to);
            assertThat(task.status()).isEqualTo(to);
            assertThat(task.view(1).approval().expiresAt()).isEqualTo(to == PENDING_APPROVAL ? EXPIRY : null);
        } else if (to != SUGGESTED) {
            assertThatThrownBy(() -> bring(task, to)).isInstanceOf(IllegalTransitionException.class)
                    .hasMessageContaining("is " + from.wire()).hasMessageContaining("cannot become " + to.wire());
            assertThat(task.status()).isEqualTo(from);
        }
    }

    /// A task that came into a state by the longest way: what is approved again was sent before.
    private static RepairTask in(TaskStatus status) {
        RepairTask task = draft(status == SUGGESTED ? SUGGESTED : PENDING_APPROVAL, Severity.HIGH);
        List<TaskStatus> way = switch (status) {
            case SUGGESTED, PENDING_APPROVAL -> List.of();
            case REJECTED, EXPIRED, CANCELLED -> List.of(status);
            case APPROVED -> List.of(APPROVED, DISPATCHED, FAILED, APPROVED);
            case DISPATCHED -> List.of(APPROVED, DISPATCHED);
            case RUNNING, SUCCEEDED -> List.of(APPROVED, DISPATCHED, status);
            case FAILED -> List.of(APPROVED, DISPATCHED, FAILED);
            case DEAD_LETTER -> List.of(APPROVED, DISPATCHED, FAILED, DEAD_LETTER);
        };
        way.forEach(step -> bring(task, step));
        assertThat(task.status()).isEqualTo(status);
        return task;
    }

    private static RepairTask draft(TaskStatus status, Severity severity) {
        return new RepairTask(Ids.next(),
                new TaskDraft(new TaskContent("agent.revive", List.of("DreamOps"), Map.of("agent", "a")),
                        "revive-agent", new RepairStep("restart", 0, List.of()), Ids.next(), "agent.offline",
                        SubjectRef.parse("agent:a"), severity,
                        Ids.next(), null, People.NOBODY),
                status, NOW, EXPIRY);
    }

    private static void bring(RepairTask task, TaskStatus to) {
        switch (to) {
            case SUGGESTED -> throw new AssertionError("no verb leads there");
            case PENDING_APPROVAL -> {
                if (task.status() == SUGGESTED) {
                    task.propose(Ids.next(), EXPIRY);
                } else {
                    task.requestApprovalAgain("too old", EXPIRY);
                }
            }
            case APPROVED -> {
                if (task.status() == FAILED || task.status() == DEAD_LETTER) {
                    task.retry(NOW, false);
                } else {
                    task.approve(word(task, "ann"), 1);
                }
            }
            case DISPATCHED -> task.dispatch(NOW, "webhook", "http://target", List.of(), 1);
            case RUNNING -> task.accepted("t-1", EXPIRY);
            case SUCCEEDED -> task.succeed("done", NOW, NOW);
            case FAILED -> task.fail("broken", NOW, EXPIRY);
            case DEAD_LETTER -> task.deadLetter("given up");
            case REJECTED -> task.reject("no");
            case EXPIRED -> task.expire();
            case CANCELLED -> task.cancel("gone", NOW);
        }
    }

    private static Approval word(RepairTask task, String by) {
        return new Approval(by, NOW, null, task.contentHash(), null);
    }

    @Test
    void succeedWhenNeverDispatchedIsRefused() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        task.approve(word(task, "ann"), 1);
        assertThatThrownBy(() -> task.succeed("done", NOW, NOW)).isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("never dispatched");
    }

    @Test
    void approveWhenQuorumIsNeededTakesTwoPeople() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        assertThat(task.approve(word(task, "ann"), 2)).isFalse();
        assertThatThrownBy(() -> task.approve(word(task, "ann"), 2)).hasMessageContaining("'ann' approved it already");
        assertThat(task.status()).isEqualTo(PENDING_APPROVAL);
        assertThat(task.approve(word(task, "bob"), 2)).isTrue();
        assertThat(task.status()).isEqualTo(APPROVED);
        assertThat(task.view(2).approval().approvals()).extracting(Approval::by).containsExactly("ann", "bob");
    }

    @Test
    void editWhenPendingDropsApprovalsAndKeepsTheEditorFromApproving() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        task.approve(word(task, "ann"), 2);
        String before = task.contentHash();
        task.edit(new TaskContent("agent.revive", List.of("DreamOps"), Map.of("agent", "b")), "bob", EXPIRY);
        assertThat(task.contentHash()).isNotEqualTo(before);
        assertThat(task.approvals()).isEmpty();
        assertThatThrownBy(() -> task.approve(word(task, "bob"), 1)).hasMessageContaining("'bob' edited it");
        assertThat(task.approve(word(task, "ann"), 1)).isTrue();
    }

    @Test
    void editWhenSentBeforeIsRefused() {
        RepairTask task = in(APPROVED);
        task.requestApprovalAgain("too old", EXPIRY);
        assertThatThrownBy(() -> task.edit(new TaskContent("x", List.of("y"), Map.of()), "ann", EXPIRY))
                .isInstanceOf(ConflictException.class).hasMessageContaining("was sent before");
    }

    @Test
    void dispatchWhenApprovalIsForOtherContentIsRefused() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        task.approve(new Approval("ann", NOW, null, "0".repeat(64), null), 1);
        assertThatThrownBy(() -> task.dispatch(NOW, "webhook", "http://target", List.of(), 1))
                .isInstanceOf(IllegalTransitionException.class).hasMessageContaining("not what was approved");
    }

    @Test
    void verifyWhenNotSucceededOrVerifiedIsRefused() {
        for (TaskStatus status : TaskStatus.values()) {
            RepairTask task = in(status);
            if (status == SUCCEEDED) {
                task.verify(Verification.EFFECTIVE, Map.of(), NOW);
            }
            assertThatThrownBy(() -> task.verify(Verification.HARMFUL, Map.of(), NOW))
                    .isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void approveWhenTimeIsOverIsRefused() {
        RepairTask task = draft(PENDING_APPROVAL, Severity.HIGH);
        assertThatThrownBy(() -> task.approve(new Approval("ann", EXPIRY, null, task.contentHash(), null), 1))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("its time for approval ended");
        assertThat(task.status()).isEqualTo(PENDING_APPROVAL);
    }

    @Test
    void approveBindsToTheContent() {
        RepairTask task = in(APPROVED);
        assertThat(task.view(1).approval().approvals()).singleElement()
                .satisfies(approval -> assertThat(approval.contentHash())
                        .isEqualTo(task.view(1).approval().contentHash()));
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
}
