package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.weakpoint.TaskDecision.Sight;
import ink.dreamnet.halo.weakpoint.TaskDecision.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskDecisionTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            OPEN,         WRONG,   false, -,           PROPOSE,   nothing suppresses it
            ACKNOWLEDGED, WRONG,   false, -,           PROPOSE,   nothing suppresses it
            OPEN,         WRONG,   true,  -,           STABILIZE, flapping
            ACKNOWLEDGED, WRONG,   true,  -,           STABILIZE, flapping
            OPEN,         RIGHT,   true,  -,           STABILIZE, flapping
            ACKNOWLEDGED, RIGHT,   true,  -,           STABILIZE, flapping
            OPEN,         RIGHT,   false, -,           HOLD,      not there
            ACKNOWLEDGED, RIGHT,   false, -,           HOLD,      not there
            OPEN,         UNKNOWN, false, -,           HOLD,      could not be observed
            OPEN,         UNKNOWN, true,  -,           HOLD,      could not be observed
            ACKNOWLEDGED, UNKNOWN, false, -,           HOLD,      could not be observed
            ACKNOWLEDGED, UNKNOWN, true,  -,           HOLD,      could not be observed
            OPEN,         WRONG,   false, SILENCE,     HOLD,      suppressed by silence s1: planned work
            OPEN,         WRONG,   false, MAINTENANCE, HOLD,      suppressed by maintenance s1: planned work
            OPEN,         WRONG,   false, SNOOZE,      HOLD,      suppressed by snooze s1: planned work
            OPEN,         WRONG,   false, WEAK_POINT,  HOLD,      suppressed by weak-point s1: planned work
            ACKNOWLEDGED, WRONG,   true,  SILENCE,     HOLD,      suppressed by silence
            OPEN,         RIGHT,   true,  SILENCE,     HOLD,      suppressed by silence
            OPEN,         UNKNOWN, true,  WEAK_POINT,  HOLD,      suppressed by weak-point
            RESOLVED,     RIGHT,   false, -,           HOLD,      resolved
            RESOLVED,     RIGHT,   true,  SILENCE,     HOLD,      resolved
            RESOLVED,     WRONG,   false, -,           HOLD,      resolved
            RESOLVED,     UNKNOWN, false, -,           HOLD,      resolved
            """)
    void decideSaysWhatAndWhy(WeakPointState state, Sight sight, boolean flapping, Suppression.Kind by, Verdict verdict,
            String reason) {
        Suppression suppression = by == null ? null : new Suppression(by, "s1", "planned work", null);
        TaskDecision decision = TaskDecision.decide(state, sight, flapping, suppression);
        assertThat(decision.decision()).isEqualTo(verdict);
        assertThat(decision.reason()).contains(reason);
    }

    @Test
    void unseenNeverProposes() {
        assertThat(TaskDecision.unseen(null).decision()).isEqualTo(Verdict.HOLD);
        assertThat(TaskDecision.unseen(new Suppression(Suppression.Kind.SILENCE, "s1", "x".repeat(1000), null)))
                .satisfies(decision -> assertThat(decision.decision()).isEqualTo(Verdict.HOLD))
                .satisfies(decision -> assertThat(decision.reason()).hasSize(500));
    }
}
