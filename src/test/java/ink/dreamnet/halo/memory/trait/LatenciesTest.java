package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTest {

    private static List<Double> levels(double... times) {
        List<Double> levels = new ArrayList<>();
        Latencies latencies = Latencies.NONE;
        for (double ms : times) {
            Double before = latencies.level();
            latencies = latencies.plus(ms);
            if (latencies.level() != null && !latencies.level().equals(before)) {
                levels.add(latencies.level());
            }
        }
        return levels;
    }

    @Test
    void levelIsTheMedianOfAFullWindowAndStaysUntilTheMedianLeavesIt() {
        assertThat(levels(100, 120, 90, 110)).isEmpty();
        assertThat(levels(100, 120, 90, 110, 5000)).containsExactly(110.0);
        assertThat(levels(100, 120, 90, 110, 5000, 100, 5000, 100, 100, 149, 149, 149, 149)).containsExactly(110.0);
        assertThat(levels(100, 100, 100, 100, 100, 160, 160, 160, 160, 60, 60, 60, 60)).containsExactly(100.0, 160.0,
                60.0);
    }

    @Test
    void levelsBelowTheFloorAreOne() {
        assertThat(levels(1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 2, 2, 2)).containsExactly(10.0);
    }
}
