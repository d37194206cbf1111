package ink.dreamnet.halo.memory.statistics;

import java.util.List;
import java.util.stream.IntStream;

import ink.dreamnet.halo.memory.statistics.LifeTable.Row;
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
        LifeTable table = LifeTable.ofRows(remissions(weeks));
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
        LifeTable table = LifeTable.ofRows(
                IntStream.rangeClosed(1, 4).mapToObj(hour -> new Row(11 - hour, 1, 0)).toList());
        assertThat(table.probability()).isCloseTo(0.4, within(1e-12));
        assertThat(table.variance()).isCloseTo(0.4 * 0.6 / 10, within(1e-12));
        assertThat(table.effectiveSize()).isCloseTo(10, within(1e-9));
    }

    @Test
    void probabilityWhenNobodyWasWatchedIsUnknown() {
        assertThat(LifeTable.ofRows(List.of())).isEqualTo(LifeTable.NONE);
        assertThat(LifeTable.ofRows(List.of(new Row(1, 0, 0)))).isEqualTo(new LifeTable(0, 0, 1));
        assertThat(LifeTable.ofRows(List.of(new Row(1, 1, 0)))).isEqualTo(new LifeTable(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Row(1, 1, 1));
    }

    @Test
    void probabilityRisesWithTheHorizon() {
        double before = 0;
        for (int week = 0; week < 40; week++) {
            LifeTable table = LifeTable.ofRows(remissions(week));
            assertThat(table.probability()).isGreaterThanOrEqualTo(before);
            before = table.probability();
        }
    }

    /// From exact times: who was lost at the very time of an event was at risk of it.
    private static List<Row> remissions(long weeks) {
        return IntStream.of(RELAPSED).distinct().filter(week -> week <= weeks)
                .mapToObj(week -> new Row(from(RELAPSED, week) + from(LOST, week),
                        from(RELAPSED, week) - from(RELAPSED, week + 1), 0))
                .toList();
    }

    private static long from(int[] weeks, int first) {
        return IntStream.of(weeks).filter(week -> week >= first).count();
    }
}
