package ink.dreamnet.halo.weakpoint;

import ink.dreamnet.halo.weakpoint.TaskDecision.Decision;
import ink.dreamnet.halo.weakpoint.TaskDecision.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskDecisionTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            OPEN,         FAILING, false, -,           PROPOSE,   nothing suppresses it
            ACKNOWLEDGED, FAILING, false, -,           PROPOSE,   nothing suppresses it
            OPEN,         FAILING, true,  -,           STABILIZE, flapping
            ACKNOWLEDGED, FAILING, true,  -,           STABILIZE, flapping
            OPEN,         HEALTHY, true,  -,           STABILIZE, flapping
            ACKNOWLEDGED, HEALTHY, true,  -,           STABILIZE, flapping
            OPEN,         HEALTHY, false, -,           HOLD,      not there
            ACKNOWLEDGED, HEALTHY, false, -,           HOLD,      not there
            OPEN,         UNKNOWN, false, -,           HOLD,      could not be observed
            OPEN,         UNKNOWN, true,  -,           HOLD,      could not be observed
            ACKNOWLEDGED, UNKNOWN, false, -,           HOLD,      could not be observed
            ACKNOWLEDGED, UNKNOWN, true,  -,           HOLD,      could not be observed
            OPEN,         FAILING, false, SILENCE,     HOLD,      suppressed by silence s1: planned work
            OPEN,         FAILING, false, MAINTENANCE, HOLD,      suppressed by maintenance s1: planned work
            OPEN,         FAILING, false, SNOOZE,      HOLD,      suppressed by snooze s1: planned work
            OPEN,         FAILING, false, WEAK_POINT,  HOLD,      suppressed by weak-point s1: planned work
            ACKNOWLEDGED, FAILING, true,  SILENCE,     HOLD,      suppressed by silence
            OPEN,         HEALTHY, true,  SILENCE,     HOLD,      suppressed by silence
            OPEN,         UNKNOWN, true,  WEAK_POINT,  HOLD,      suppressed by weak-point
            RESOLVED,     HEALTHY, false, -,           HOLD,      resolved
            RESOLVED,     HEALTHY, true,  SILENCE,     HOLD,      resolved
            RESOLVED,     FAILING, false, -,           HOLD,      resolved
            RESOLVED,     UNKNOWN, false, -,           HOLD,      resolved
            """)
    void decideSaysWhatAndWhy(WeakPointState state, Health health, boolean flapping, Suppression.Kind by,
            Decision expected, String reason) {
        Suppression suppression = by == null ? null : new Suppression(by, "s1", "planned work", null);
        TaskDecision decision = TaskDecision.decide(state, health, flapping, suppression, null);
        assertThat(decision.decision()).isEqualTo(expected);
        assertThat(decision.reason()).contains(reason);
    }

    @Test
    void unobservedNeverProposes() {
        assertThat(TaskDecision.unobserved(null).decision()).isEqualTo(Decision.HOLD);
        assertThat(TaskDecision.unobserved(new Suppression(Suppression.Kind.SILENCE, "s1", "x".repeat(1000), null)))
                .satisfies(decision -> assertThat(decision.decision()).isEqualTo(Decision.HOLD))
                .satisfies(decision -> assertThat(decision.reason()).hasSize(500));
    }
}
