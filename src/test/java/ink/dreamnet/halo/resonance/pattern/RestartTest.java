package ink.dreamnet.halo.resonance.pattern;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.pattern.PatternState.Hypothesis;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What was raised before a restart, and detectors that fail.
class RestartTest {

    private static final long STOPPED = 1_000_000_000_000L;

    private final Fleet fleet = new Fleet();
    private final Timeline timeline = new Timeline(10);

    private Patterns.Outcome cycle(Patterns patterns, Duration later) {
        CycleFacts facts = CycleFacts.of(STOPPED + later.toMillis(), List.of());
        return patterns.cycle(facts, timeline.add(facts), timeline);
    }

    @ParameterizedTest
    @CsvSource({"recurrence, 0", "change-point.failure-share, 0", "change-point.latency, 128"})
    void cycleWhenWhatWasRaisedIsNotFoundAgainEndsItAsSoonAsItCannotBe(String pattern, int hours) {
        fleet.number(SubjectRef.parse("endpoint:shop"));
        PatternState state = new PatternState(STOPPED, 3, 1, 7,
                List.of(new Hypothesis(pattern, "0", 2, 1, 7, STOPPED, false),
                        new Hypothesis(pattern, "1", 3, 1, 0, 0, false)));
        Patterns patterns = new Patterns(fleet, state);
        assertThat(cycle(patterns, Duration.ofMinutes(5)).ended()).hasSize(hours == 0 ? 1 : 0);
        assertThat(patterns.state().hypotheses()).extracting(Hypothesis::id).isEqualTo(
                hours == 0 ? List.of() : List.of(7L));
        if (hours > 0) {
            assertThat(cycle(patterns, Duration.ofHours(hours)).ended()).isEmpty();
            assertThat(cycle(patterns, Duration.ofHours(hours).plusMinutes(5)).ended()).containsExactly(7L);
        }
        assertThat(patterns.state()).isEqualTo(new PatternState(timeline.atMs(), 3, 1, 7, List.of()));
    }

    @Test
    void cycleWhenADetectorFailsTheOthersHaveTheirTurn() {
        List<String> asked = new ArrayList<>();
        Patterns patterns = new Patterns(fleet, new Detector() {
            @Override
            public String pattern() {
                return "broken";
            }

            @Override
            public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline all, Findings findings) {
                asked.add(pattern());
                throw new IllegalStateException("broken for a test");
            }
        }, new Detector() {
            @Override
            public String pattern() {
                return "sound";
            }

            @Override
            public void cycle(CycleFacts facts, Timeline.Changes changes, Timeline all, Findings findings) {
                findings.report(new Finding(pattern(), "0", List.of(), Double.NaN, Severity.LOW, "All is well.",
                        Map.of(), List.of(facts.atMs()), List.of()));
            }
        });
        assertThat(cycle(patterns, Duration.ofMinutes(5)).raised()).extracting(one -> one.finding().pattern())
                .containsExactly("sound");
        cycle(patterns, Duration.ofMinutes(10));
        assertThat(asked).hasSize(2);
    }
}
