package ink.dreamnet.halo.engine.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Generated;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.proposal.BlockedProposal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Why there is no task for a weak point, case by case.
class ProposeStageTest {

    private static final UUID POINT = Ids.next();

    private static BlockedProposal blocked(String reason) {
        return new BlockedProposal(POINT, reason);
    }

    private static TaskDraft draft() {
        return new TaskDraft(new TaskContent("endpoint.restart", List.of("doctor"), Map.of()), "restart",
                new RepairStep("restart", 0, List.of()), POINT, "endpoint.down", SubjectRef.parse("endpoint:shop"),
                Severity.HIGH, Ids.next(), null, People.NOBODY);
    }

    @Test
    void reasonsWhenNoStrategyOffersAnythingNameEachStrategyThatCould() {
        Generated generated = new Generated(List.of(),
                List.of(blocked("one is stopped"), blocked("two is at its end")));
        assertThat(generated.reasons(List.of(), Set.of()))
                .isEqualTo(Map.of(POINT, "one is stopped; two is at its end"));
    }

    @Test
    void reasonsWhenADraftIsBlockedNameThatOnly() {
        Generated generated = new Generated(List.of(draft()), List.of(blocked("one is stopped")));
        assertThat(generated.reasons(List.of(blocked("it was rejected")), Set.of()))
                .isEqualTo(Map.of(POINT, "it was rejected"));
    }

    @Test
    void reasonsWhenADraftIsATaskAlreadyAreNone() {
        Generated generated = new Generated(List.of(draft()), List.of(blocked("one is stopped")));
        assertThat(generated.reasons(List.of(), Set.of())).isEmpty();
    }

    @Test
    void reasonsWhenOneOfTheDraftsBecameATaskAreNone() {
        Generated generated = new Generated(List.of(draft(), draft()), List.of());
        assertThat(generated.reasons(List.of(blocked("it was rejected")), Set.of(POINT))).isEmpty();
    }
}
