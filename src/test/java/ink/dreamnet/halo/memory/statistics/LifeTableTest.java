package ink.dreamnet.halo.memory.statistics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import ink.dreamnet.halo.memory.statistics.LifeTable.Row;
import ink.dreamnet.halo.memory.statistics.LifeTable.Watched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LifeTableTest {

    /// Weeks of remission with 6-mercaptopurine (E. J. Freireich et al. 1963; the example of E. A. Gehan 1965, *Biometrika* 52:203).
    private static final int[] RELAPSED = {6, 6, 6, 7, 10, 13, 16, 22, 23};
    private static final int[] LOST = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};

    @ParameterizedTest
    @CsvSource({"5, 0, 0", "6, 0.1429, 0.0764", "9, 0.1933, 0.0869", "10, 0.2471, 0.0963", "13, 0.3098, 0.1068",
            "16, 0.3725, 0.1141", "22, 0.4622, 0.1282", "35, 0.5518, 0.1346"})
    void remissionIsThePublishedOne(long weeks, double relapsed, double error) {
        LifeTable table = LifeTable.of(remissions(), Duration.ofDays(7 * weeks));
        assertThat(table.probability()).isCloseTo(relapsed, within(0.0001));
        assertThat(Math.sqrt(table.variance())).isCloseTo(error, within(0.0001));
    }

    /// Men with localized cancer of the kidney (S. J. Cutler and F. Ederer 1958, table 1): 0.44 survive five years, ± 0.06.
    @Test
    void survivalIsThePublishedOne() {
        LifeTable table = LifeTable.ofRows(List.of(new Row(126, 47, 19), new Row(60, 5, 17), new Row(38, 2, 15),
                new Row(21, 2, 9), new Row(10, 0, 6)));
        assertThat(1 - table.probability()).isCloseTo(0.44, within(0.005));
        assertThat(Math.sqrt(table.variance())).isCloseTo(0.06, within(0.0005));
        assertThat(table.effectiveSize()).isCloseTo(67.96, within(0.01));
    }

    @Test
    void probabilityWhenNobodyIsLostIsTheShare() {
        List<Watched> watched = IntStream.rangeClosed(1, 10).mapToObj(
                hour -> new Watched(Duration.ofHours(hour), hour <= 4)).toList();
        LifeTable table = LifeTable.of(watched, Duration.ofHours(4));
        assertThat(table.probability()).isCloseTo(0.4, within(1e-12));
        assertThat(table.variance()).isCloseTo(0.4 * 0.6 / 10, within(1e-12));
        assertThat(table.effectiveSize()).isCloseTo(10, within(1e-9));
    }

    @Test
    void probabilityWhenNobodyWasWatchedIsUnknown() {
        assertThat(LifeTable.of(List.of(), Duration.ofHours(1))).isEqualTo(LifeTable.NONE);
        assertThat(LifeTable.ofRows(List.of())).isEqualTo(LifeTable.NONE);
        Watched short1 = new Watched(Duration.ofMinutes(1), false);
        assertThat(LifeTable.of(List.of(short1), Duration.ofHours(1)).effectiveSize()).isZero();
        assertThat(LifeTable.of(List.of(new Watched(Duration.ofHours(2), true)), Duration.ofHours(1)))
                .isEqualTo(new LifeTable(0, 0, 1));
        assertThat(LifeTable.of(List.of(new Watched(Duration.ZERO, true)), Duration.ofHours(1)))
                .isEqualTo(new LifeTable(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Row(1, 1, 1));
    }

    @Test
    void probabilityDoesNotDependOnTheOrderAndRisesWithTheHorizon() {
        List<Watched> shuffled = new ArrayList<>(remissions());
        double before = 0;
        for (int week = 0; week < 40; week++) {
            Duration horizon = Duration.ofDays(7L * week);
            Collections.shuffle(shuffled, new Random(week));
            LifeTable table = LifeTable.of(shuffled, horizon);
            assertThat(table).isEqualTo(LifeTable.of(remissions(), horizon));
            assertThat(table.probability()).isGreaterThanOrEqualTo(before);
            before = table.probability();
        }
    }

    private static List<Watched> remissions() {
        List<Watched> watched = new ArrayList<>();
        IntStream.of(RELAPSED).forEach(week -> watched.add(new Watched(Duration.ofDays(7L * week), true)));
        IntStream.of(LOST).forEach(week -> watched.add(new Watched(Duration.ofDays(7L * week), false)));
        return watched;
    }
}
