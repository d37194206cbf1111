package ink.dreamnet.halo.task.budget;

import java.util.Collections;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.budget.ProposalBudget.Waiting;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How much room there is for proposals, case by case.
class ProposalBudgetTest {

    private static final BudgetProperties BUDGETS = new BudgetProperties(1, 5, 10, 30, 0.2, 3, 2, 10);
    private static final SubjectRef SHOP = SubjectRef.parse("endpoint:shop");
    private static final SubjectRef AGENT = SubjectRef.parse("agent:shop");
    /// Both kinds have a group of this name in a storm.
    private static final SubjectCensus STORM = subject -> List.of(new SubjectCensus.Group("label:team=blue", 20, 11));

    private static List<Waiting> waiting(int many, Severity severity) {
        return Collections.nCopies(many, new Waiting(SubjectKind.REPOSITORY, "r", severity));
    }

    private static ProposalBudget room(List<Waiting> waiting, SubjectCensus... censuses) {
        return new ProposalBudget(BUDGETS, List.of(censuses), waiting);
    }

    @Test
    void fullForWhenAsManyAsMayWaitAreAsSevereSaysSo() {
        assertThat(room(waiting(2, Severity.HIGH)).fullFor(SHOP, Severity.HIGH)).isEmpty();
        assertThat(room(waiting(3, Severity.HIGH)).fullFor(SHOP, Severity.HIGH)).hasValue(
                "3 proposals for what is at least as severe wait for a decision, of at most 3");
    }

    @Test
    void fullForWhenWhatWaitsIsLessSevereLeavesRoom() {
        assertThat(room(waiting(100, Severity.MEDIUM)).fullFor(SHOP, Severity.CRITICAL)).isEmpty();
        assertThat(room(waiting(3, Severity.CRITICAL)).fullFor(SHOP, Severity.MEDIUM)).isPresent();
    }

    @Test
    void fullForWhenAGroupIsInAStormHasLessRoomForItAndCountsEachKindAlone() {
        ProposalBudget room = room(List.of(), STORM);
        room.take(SHOP, Severity.HIGH);
        room.take(SHOP, Severity.HIGH);
        assertThat(room.fullFor(SHOP, Severity.HIGH)).hasValue("11 of the 20 subjects of label:team=blue are weak at "
                + "once, and 2 proposals for them wait for a decision");
        assertThat(room.fullFor(SHOP, Severity.CRITICAL)).isEmpty();
        assertThat(room.fullFor(AGENT, Severity.HIGH)).isEmpty();
    }

    @Test
    void stormsWhenMoreThanHalfOfEnoughIsWeak() {
        assertThat(new SubjectCensus.Group("g", 20, 10).storms(10)).isFalse();
        assertThat(new SubjectCensus.Group("g", 20, 11).storms(10)).isTrue();
        assertThat(new SubjectCensus.Group("g", 9, 9).storms(10)).isFalse();
    }
}
