package ink.dreamnet.halo.resonance.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.resonance.pattern.Patterns.Outcome;
import ink.dreamnet.halo.resonance.pattern.Patterns.Raised;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatternsTest {

    private static final double ENOUGH = 1e6;

    private final Timeline timeline = new Timeline(16);
    private Patterns patterns = new Patterns(new Fleet());
    private long at;

    @Test
    void raisesWhenEvidenceIsEnoughAndEndsWhenItIsGone() {
        report("a", 1);
        assertThat(cycle().raised()).isEmpty();
        report("a", ENOUGH);
        Outcome raised = cycle();
        assertThat(raised.raised()).extracting(Raised::id).containsExactly(1L);
        report("a", ENOUGH / 2);
        assertThat(cycle().updated()).extracting(one -> one.finding().eValue()).containsExactly(ENOUGH / 2);
        assertThat(patterns.current()).extracting(Raised::firstMs, Raised::lastMs)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, 3L));
        patterns.findings().end("p", "a");
        assertThat(cycle().ended()).containsExactly(1L);
        assertThat(patterns.current()).isEmpty();
    }

    @Test
    void spendsOneTestFromTheFirstReportToTheEnd() {
        for (int i = 0; i < 5; i++) {
            report("a", 2);
            cycle();
        }
        assertThat(patterns.state().tests()).isEqualTo(1);
        patterns.findings().end("p", "a");
        report("a", 1);
        cycle();
        assertThat(patterns.state().tests()).isEqualTo(2);
    }

    @Test
    void raisesWhatIsNotTestedAtOnceAndWithoutSpendingATest() {
        report("certificate", Double.NaN);
        assertThat(cycle().raised()).hasSize(1);
        assertThat(patterns.state().tests()).isZero();
        assertThat(patterns.state().discoveries()).isZero();
    }

    @Test
    void dismissWhenTestedAwaitsAsMuchEvidenceAgain() {
        report("a", ENOUGH);
        long id = cycle().raised().getFirst().id();
        assertThat(patterns.dismiss(id)).isTrue();
        assertThat(patterns.dismiss(id)).isFalse();
        assertThat(patterns.current()).isEmpty();
        report("a", ENOUGH);
        assertThat(cycle().raised()).isEmpty();
        report("a", ENOUGH * 50);
        assertThat(cycle().raised()).isEmpty();
        report("a", ENOUGH * ENOUGH);
        assertThat(cycle().raised()).extracting(Raised::id).containsExactly(id + 1);
    }

    @Test
    void dismissWhenNotTestedAwaitsItsEnd() {
        report("storm", Double.NaN);
        assertThat(patterns.dismiss(cycle().raised().getFirst().id())).isTrue();
        report("storm", Double.NaN);
        assertThat(cycle().raised()).isEmpty();
        patterns.findings().end("p", "storm");
        report("storm", Double.NaN);
        assertThat(cycle().raised()).hasSize(1);
    }

    @Test
    void whatIsNotFoundAgainAfterARestartEnds() {
        report("a", ENOUGH);
        cycle();
        patterns = new Patterns(new Fleet(), patterns.state());
        assertThat(cycle().ended()).containsExactly(1L);
        assertThat(patterns.state().discoveries()).isEqualTo(1);
    }

    /// Restarts in the middle of a history in which everything happens, and gives the cycles until then again.
    @Test
    void goesOnAfterARestartAsIfThereHadBeenNone() {
        World world = Planted.everything(5);
        List<CycleFacts> cycles = world.cycles(200, World.Extras.NONE);
        List<String> uninterrupted = new ArrayList<>();
        Patterns whole = new Patterns(world.fleet);
        Timeline timeline1 = new Timeline(256);
        PatternState middle = PatternState.NONE;
        int half = cycles.size() * 3 / 5;
        for (int i = 0; i < cycles.size(); i++) {
            Outcome outcome = whole.cycle(cycles.get(i), timeline1.add(cycles.get(i)), timeline1);
            if (i == half) {
                middle = whole.state();
                assertThat(middle.lastId()).isPositive();
            } else if (i > half) {
                uninterrupted.add(outcome.toString());
            }
        }
        Patterns restored = new Patterns(world.fleet, middle);
        Timeline timeline2 = new Timeline(256);
        List<String> interrupted = new ArrayList<>();
        for (int i = 0; i < cycles.size(); i++) {
            Outcome outcome = restored.cycle(cycles.get(i), timeline2.add(cycles.get(i)), timeline2);
            if (i <= half) {
                assertThat(outcome).isEqualTo(new Outcome(List.of(), List.of(), List.of()));
            } else {
                interrupted.add(outcome.toString());
            }
        }
        assertThat(interrupted).isEqualTo(uninterrupted);
        assertThat(restored.state()).isEqualTo(whole.state());
        assertThat(interrupted).anyMatch(outcome -> outcome.contains("Finding"));
    }

    private void report(String key, double eValue) {
        patterns.findings()
                .report(new Finding("p", key, List.of(0), eValue, Severity.LOW, "{0}", Map.of("n", 1), List.of(),
                        List.of()));
    }

    private Outcome cycle() {
        CycleFacts facts = CycleFacts.of(++at, List.of());
        return patterns.cycle(facts, timeline.add(facts), timeline);
    }
}
