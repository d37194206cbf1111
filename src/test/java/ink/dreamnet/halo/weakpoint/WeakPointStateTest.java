package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static ink.dreamnet.halo.weakpoint.WeakPointState.ACKNOWLEDGED;
import static ink.dreamnet.halo.weakpoint.WeakPointState.OPEN;
import static ink.dreamnet.halo.weakpoint.WeakPointState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WeakPointStateTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:checkout");
    private static final Issue ISSUE = Issue.of("endpoint.down", Severity.HIGH, SUBJECT, "down");

    /// The whole table, written down a second time on purpose: a change of the machine must be made twice.
    private static final Set<List<WeakPointState>> LEGAL = Set.of(List.of(OPEN, ACKNOWLEDGED), List.of(OPEN, RESOLVED),
            List.of(ACKNOWLEDGED, RESOLVED), List.of(RESOLVED, OPEN));

    static Stream<Arguments> pairs() {
        return Stream.of(WeakPointState.values())
                .flatMap(from -> Stream.of(WeakPointState.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void verbWhenPairIsNotInTheTableIsRefused(WeakPointState from, WeakPointState to) {
        WeakPointEntity point = in(from);
        boolean legal = LEGAL.contains(List.of(from, to));
        assertThat(from.mayBecome(to)).isEqualTo(legal);
        if (legal) {
            bring(point, to);
            assertThat(point.state()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> bring(point, to)).isInstanceOfSatisfying(IllegalTransitionException.class,
                    refused -> {
                        assertThat(refused.from()).isEqualTo(from);
                        assertThat(refused.to()).isEqualTo(to);
                    }).hasMessageContaining("is %s and cannot become %s", from.wire(), to.wire());
            assertThat(point.state()).isEqualTo(from);
        }
    }

    @Test
    void reopenForgetsTheAcknowledgementAndTheResolution() {
        WeakPointEntity point = in(ACKNOWLEDGED);
        point.resolve(WeakPoints.OBSERVED_CLEAN, NOW);
        point.reopen(ISSUE, List.of(), NOW.plusSeconds(60));
        assertThat(point.view().state()).isEqualTo(OPEN);
        assertThat(point.view().resolvedAt()).isNull();
        assertThat(point.view().resolution()).isNull();
        assertThat(point.view().recurrences()).isEqualTo(1);
    }

    @Test
    void seenWhenResolvedIsRefusedBecauseItMustBeReopened() {
        WeakPointEntity point = in(RESOLVED);
        assertThatThrownBy(() -> point.seen(ISSUE, List.of(), NOW)).isInstanceOf(IllegalStateException.class);
    }

    private static WeakPointEntity in(WeakPointState state) {
        WeakPointEntity point = new WeakPointEntity(Ids.next(), new Identity("probe", "endpoint.down", SUBJECT), ISSUE,
                List.of(), NOW);
        if (state != OPEN) {
            bring(point, state);
        }
        return point;
    }

    private static void bring(WeakPointEntity point, WeakPointState to) {
        switch (to) {
            case OPEN -> point.reopen(ISSUE, List.of(), NOW);
            case ACKNOWLEDGED -> point.acknowledge();
            case RESOLVED -> point.resolve(WeakPoints.OBSERVED_CLEAN, NOW);
        }
    }
}
