package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import ink.dreamnet.halo.memory.trait.Timeline.Piece;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static ink.dreamnet.halo.memory.trait.EntityState.CLEAN;
import static ink.dreamnet.halo.memory.trait.EntityState.FLAPPING;
import static ink.dreamnet.halo.memory.trait.EntityState.REMOVED;
import static ink.dreamnet.halo.memory.trait.EntityState.UNKNOWN;
import static ink.dreamnet.halo.memory.trait.EntityState.WEAK;
import static org.assertj.core.api.Assertions.assertThat;

/// Where states begin and end between observations.
class TimelineTest {

    private static final Entity SHOP = new Entity(EntityKind.ENDPOINT, "shop");

    private static Span span(String analyzer, EntityState state, @Nullable Long after, long at) {
        return new Span(analyzer, SHOP, state, after, at, null, "");
    }

    private static List<Piece> timeline(List<Span> spans, Gap... gaps) {
        return Timeline.of(spans, List.of(gaps), 0, 1000);
    }

    @Test
    void changeBetweenTwoObservationsIsInTheirMiddle() {
        assertThat(timeline(List.of(span("a", CLEAN, null, 100), span("a", WEAK, 200L, 300),
                span("a", CLEAN, 310L, 320)))).containsExactly(new Piece(100, 250, CLEAN), new Piece(250, 315, WEAK),
                        new Piece(315, 1000, CLEAN));
    }

    @Test
    void unknownBeginsAtTheLastObservationAndEndsAtTheNext() {
        assertThat(timeline(List.of(span("a", CLEAN, null, 100), span("a", UNKNOWN, 200L, 300),
                span("a", WEAK, 200L, 400), span("a", REMOVED, 500L, 600)))).containsExactly(
                        new Piece(100, 200, CLEAN), new Piece(400, 500, WEAK));
    }

    @Test
    void gapOfTheAnalyzerOrOfHaloIsNotKnown() {
        List<Span> spans = List.of(span("a", CLEAN, null, 100));
        assertThat(timeline(spans, new Gap("a", 200, 250, 300L), new Gap("other", 400, 450, 500L),
                new Gap(Gap.HALO, 600, 700, 700L), new Gap("a", 900, 950, null)))
                .containsExactly(new Piece(100, 200, CLEAN), new Piece(300, 600, CLEAN), new Piece(700, 900, CLEAN));
        // found later than what is asked
        assertThat(timeline(spans, new Gap("a", 900, 1001, 1002L))).containsExactly(new Piece(100, 1000, CLEAN));
    }

    @Test
    void worstOfSeveralAnalyzersCountsAndOneThatKnowsNothingDoesNot() {
        assertThat(
                timeline(List.of(span("a", CLEAN, null, 100), span("b", CLEAN, null, 200), span("b", WEAK, 300L, 300),
                        span("c", FLAPPING, null, 400), span("c", UNKNOWN, 500L, 510), span("b", UNKNOWN, 600L, 610))))
                .containsExactly(new Piece(100, 300, CLEAN), new Piece(300, 400, WEAK), new Piece(400, 500, FLAPPING),
                        new Piece(500, 600, WEAK), new Piece(600, 1000, CLEAN));
    }

    @Test
    void piecesNeverOverlapWhateverWasObserved() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Span> spans = new ArrayList<>();
            long[] last = new long[3];
            for (int i = 1; i < 40; i++) {
                int analyzer = random.nextInt(3);
                long at = i * 20L;
                EntityState state = EntityState.values()[random.nextInt(5)];
                spans.add(span("a" + analyzer, state,
                        last[analyzer] == 0 ? null : at - random.nextLong(at - last[analyzer] + 1), at));
                last[analyzer] = at;
            }
            List<Piece> pieces = timeline(spans, new Gap("a1", 100, 150, 200L), new Gap(Gap.HALO, 300, 400, 400L));
            long until = 0;
            for (Piece piece : pieces) {
                assertThat(piece.fromMs()).as("seed %d: %s", seed, pieces).isGreaterThanOrEqualTo(until);
                assertThat(piece.untilMs()).as("seed %d: %s", seed, pieces).isGreaterThan(piece.fromMs());
                assertThat(piece.state().known()).isTrue();
                until = piece.untilMs();
            }
            assertThat(pieces).as("seed %d", seed).noneMatch(piece -> piece.fromMs() < 400 && piece.untilMs() > 300);
        }
    }
}
