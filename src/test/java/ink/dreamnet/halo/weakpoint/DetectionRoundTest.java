package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.Observations.Absence;
import ink.dreamnet.halo.weakpoint.TaskDecision.Decision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The rounds that one weak point goes through, without a database.
class DetectionRoundTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:checkout");
    private static final Identity IDENTITY = new Identity("probe", "endpoint.down", SUBJECT);

    private static final WeakPointProperties.Flapping NAGIOS = new WeakPointProperties.Flapping(true, 30, 20);

    private final List<WeakPointEvent> history = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Severity> worst = new ArrayList<>();
    private @Nullable WeakPointEntity point;
    private Instant now = START;
    private Detection last = new Detection(List.of(), 0, 0, List.of(), List.of(), List.of());

    private static Issue issue(Severity severity) {
        return Issue.of("endpoint.down", severity, SUBJECT, "down");
    }

    /// @param absence null where it is there
    private WeakPointEntity look(@Nullable Absence absence, Severity severity) {
        now = now.plusSeconds(300);
        DetectionRound round = new DetectionRound(Ids.next(), now, now, NAGIOS, identity -> true);
        WeakPointEntity before = point;
        if (before == null || before.state() == WeakPointState.RESOLVED) {
            if (absence == null) {
                Optional<WeakPointEntity> added = round.appeared(IDENTITY, before, issue(severity), List.of(), null);
                point = added.orElse(before);
            } else if (before != null && absence.healthy()) {
                // what the store does with a resolved one
                before.sample(false, NAGIOS);
            }
        } else if (absence == null) {
            round.seen(before, issue(severity), List.of());
        } else {
            round.absent(before, absence);
        }
        round.decide(List.of(), Map.of());
        last = round.detection();
        round.notifications().forEach(change -> {
            told.add(change.kind().wire() + " " + change.weakPoint().severity().wire());
            worst.add(change.worst());
        });
        history.addAll(round.events().all());
        return Objects.requireNonNull(point);
    }

    private static Decision verdict(WeakPoint view) {
        return Objects.requireNonNull(view.taskDecision()).decision();
    }

    private WeakPointEntity wrong() {
        return look(null, Severity.HIGH);
    }

    private WeakPointEntity right() {
        return look(Absence.CLEAN, Severity.HIGH);
    }

    private List<String> kinds() {
        return history.stream().map(WeakPointEvent::kind).toList();
    }

    /// wrong, right, wrong, right, wrong, right: six changes are 35.5 %.
    private WeakPointEntity flap() {
        wrong();
        right();
        wrong();
        right();
        WeakPointEntity steadyYet = wrong();
        assertThat(steadyYet.flapping()).isFalse();
        assertThat(last.toRepair()).singleElement()
                .satisfies(view -> assertThat(verdict(view)).isEqualTo(Decision.PROPOSE));
        return right();
    }

    @Test
    void rightWhenItBeginsToFlapIsNotResolvedAndOneStabilizingRepairIsProposed() {
        WeakPointEntity flapping = flap();
        assertThat(flapping.state()).isEqualTo(WeakPointState.OPEN);
        assertThat(flapping.view().flappingPercent()).isEqualTo(35.5);
        assertThat(kinds()).containsExactly("opened", "resolved", "reopened", "resolved", "reopened",
                "flapping-started");
        assertThat(last.seen()).isEmpty();
        assertThat(last.resolved()).isEmpty();
        assertThat(last.flappingChanged()).containsExactly(flapping.id());
        assertThat(last.toRepair()).singleElement()
                .satisfies(view -> assertThat(verdict(view)).isEqualTo(Decision.STABILIZE));
    }

    @Test
    void tellSaysWhatOthersDoNotKnow() {
        look(null, Severity.HIGH);
        look(null, Severity.HIGH);
        look(null, Severity.CRITICAL);
        look(null, Severity.MEDIUM);
        look(null, Severity.CRITICAL);
        right();
        wrong();
        assertThat(told).containsExactly("opened high", "worsened critical", "worsened critical", "resolved critical",
                "reopened high");
    }

    @Test
    void tellWhenItIsOverSaysHowBadOthersKnewItAtWorstInThisEpisode() {
        look(null, Severity.CRITICAL);
        look(null, Severity.HIGH);
        right();
        look(null, Severity.MEDIUM);
        look(null, Severity.HIGH);
        assertThat(told).containsExactly("opened critical", "resolved high", "reopened medium", "worsened high");
        assertThat(worst).containsExactly(Severity.CRITICAL, Severity.CRITICAL, Severity.MEDIUM, Severity.HIGH);
    }

    @Test
    void tellWhenSuppressedWaitsAndWhatWasNeverToldIsNotToldResolved() {
        WeakPointEntity silenced = new WeakPointEntity(Ids.next(), IDENTITY, issue(Severity.HIGH), List.of(), START);
        silenced.suppress(new Suppression(Suppression.Kind.SILENCE, "s", "new rack", null), null);
        point = silenced;
        wrong();
        right();
        assertThat(told).isEmpty();
        wrong();
        assertThat(told).containsExactly("reopened high");
        Objects.requireNonNull(point)
                .suppress(new Suppression(Suppression.Kind.SILENCE, "s", "new rack", null), null);
        wrong();
        right();
        assertThat(told).containsExactly("reopened high", "resolved high");
    }

    @Test
    void seenAndRightWhileFlappingMakeNoNoise() {
        WeakPointEntity flapping = flap();
        int lines = history.size();
        for (int i = 0; i < 10; i++) {
            wrong();
            right();
        }
        assertThat(history).hasSize(lines);
        assertThat(flapping.view().recurrences()).isEqualTo(2);
        assertThat(flapping.view().flappingPercent()).isEqualTo(100);
    }

    @Test
    void rightWhenItCeasesToFlapResolvesIt() {
        WeakPointEntity flapping = flap();
        int looks = 0;
        while (flapping.flapping()) {
            right();
            looks++;
        }
        // six changes at the ages k to k+5, of which those above 19 are forgotten:
        // k = 16 leaves four, (0.8289 + 0.8026 + 0.7763 + 0.75) / 20 = 15.8 %; k = 15 leaves five, 20.07 %
        assertThat(looks).isEqualTo(16);
        assertThat(flapping.state()).isEqualTo(WeakPointState.RESOLVED);
        assertThat(kinds()).endsWith("flapping-started", "flapping-stopped", "resolved");
        assertThat(last.resolved()).hasSize(1);
    }

    @Test
    void seenWhenItCeasesToFlapProposesAnOrdinaryRepair() {
        WeakPointEntity flapping = flap();
        wrong();
        while (flapping.flapping()) {
            assertThat(last.toRepair()).singleElement()
                    .satisfies(view -> assertThat(verdict(view)).isEqualTo(Decision.STABILIZE));
            wrong();
        }
        assertThat(flapping.state()).isEqualTo(WeakPointState.OPEN);
        assertThat(kinds()).endsWith("flapping-started", "flapping-stopped");
        assertThat(last.flappingChanged()).containsExactly(flapping.id());
        assertThat(last.toRepair()).singleElement()
                .satisfies(view -> assertThat(verdict(view)).isEqualTo(Decision.PROPOSE));
    }

    @Test
    void absentWhenNobodyCouldLookIsNoSample() {
        WeakPointEntity seen = wrong();
        look(Absence.NO_RESULT, Severity.HIGH);
        look(Absence.UNKNOWN, Severity.HIGH);
        look(Absence.OUT_OF_SCOPE, Severity.HIGH);
        assertThat(seen.view().flappingPercent()).isEqualTo(6.3);
        assertThat(verdict(seen.view())).isEqualTo(Decision.HOLD);
        assertThat(last.toRepair()).isEmpty();
    }

    @Test
    void absentWhenFlappingAndNobodyCouldLookIsStaleUntilItIsSeenAgain() {
        WeakPointEntity flapping = flap();
        look(Absence.NO_RESULT, Severity.HIGH);
        assertThat(flapping.stale()).isTrue();
        assertThat(last.toRepair()).isEmpty();
        right();
        assertThat(flapping.stale()).isFalse();
        assertThat(kinds()).endsWith("stale", "observed-again");
    }

    /// The history, read from its beginning, tells the present state, whatever happened.
    @Test
    void historyReplaysToTheState() {
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 0; run < 200; run++) {
            history.clear();
            point = null;
            wrong();
            for (int step = 0; step < 60; step++) {
                int dice = random.nextInt(12);
                WeakPointEntity present = point;
                if (dice == 0 && present != null && present.state() == WeakPointState.OPEN) {
                    present.acknowledge();
                    history.add(new WeakPointEvent(now, "ann", "acknowledged", null, null));
                } else if (dice < 5) {
                    look(Absence.values()[random.nextInt(Absence.values().length)], Severity.HIGH);
                } else {
                    look(random.nextBoolean() ? null : Absence.CLEAN, Severity.values()[1 + random.nextInt(3)]);
                }
                assertReplayed();
            }
        }
    }

    private void assertReplayed() {
        WeakPointState state = WeakPointState.RESOLVED;
        boolean flapping = false;
        boolean stale = false;
        for (WeakPointEvent event : history) {
            switch (event.kind()) {
                case "opened", "reopened" -> {
                    assertThat(state).isEqualTo(WeakPointState.RESOLVED);
                    state = WeakPointState.OPEN;
                    stale = false;
                }
                case "acknowledged" -> state = WeakPointState.ACKNOWLEDGED;
                case "resolved" -> {
                    assertThat(state).isNotEqualTo(WeakPointState.RESOLVED);
                    state = WeakPointState.RESOLVED;
                    stale = false;
                }
                case "flapping-started" -> flapping = true;
                case "flapping-stopped" -> flapping = false;
                case "stale" -> stale = true;
                case "observed-again" -> stale = false;
                default -> assertThat(event.kind()).isEqualTo("severity-changed");
            }
        }
        WeakPointEntity present = Objects.requireNonNull(point);
        assertThat(present.state()).isEqualTo(state);
        assertThat(present.stale()).isEqualTo(stale);
        if (state != WeakPointState.RESOLVED) {
            assertThat(present.flapping()).isEqualTo(flapping);
        }
    }
}
