package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.agent.IntakeHealth.Judged;
import ink.dreamnet.halo.agent.IntakeHealth.State;
import ink.dreamnet.halo.registry.ManagedBy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Fifty agents with a period of 30 s and a grace of 60 s, and what HALO may conclude from not intake them.
class IntakeHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));

    @Test
    void ofWhenAllStoppedWithinOnePeriodIsSuspect() {
        IntakeHealth intake = IntakeHealth.of(agents(50, 100, 1, 30), NOW, LONG_AGO, 50);
        assertThat(intake.state()).isEqualTo(State.SUSPECT);
        assertThat(intake.missing()).isEqualTo(50);
        assertThat(intake.lastHeartbeatAt()).isEqualTo(NOW.minusSeconds(71));
    }

    @Test
    void ofWhenMissingButNoneIsDownYetIsHealthy() {
        assertThat(IntakeHealth.of(agents(50, 60, 0, 30), NOW, LONG_AGO, 50).state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void ofWhenOneStillSendsIsHealthy() {
        List<Judged> fleet = agents(50, 92, 0, 30);
        fleet.addAll(agents(1, 2, 0, 30));
        assertThat(IntakeHealth.of(fleet, NOW, LONG_AGO, 50).state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void ofWhenOneSendsRarelyIsSuspect() {
        List<Judged> fleet = agents(50, 100, 0, 30);
        fleet.addAll(agents(1, 300, 0, 86_400));
        assertThat(IntakeHealth.of(fleet, NOW, LONG_AGO, 50).state()).isEqualTo(State.SUSPECT);
    }

    @Test
    void ofWhenFewerThanTheBoundIsHealthy() {
        assertThat(IntakeHealth.of(agents(49, 100, 0, 30), NOW, LONG_AGO, 50).state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void ofWhenTheyStoppedOneAfterTheOtherIsHealthy() {
        assertThat(IntakeHealth.of(agents(50, 10_000, 100, 30), NOW, LONG_AGO, 50).state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void ofWhenHaloHasJustStartedIsUnknown() {
        assertThat(startedFor(10)).isEqualTo(State.UNKNOWN);
        assertThat(startedFor(100)).isEqualTo(State.SUSPECT);
        assertThat(IntakeHealth.of(List.of(), NOW, NOW, 50).state()).isEqualTo(State.HEALTHY);
    }

    private static State startedFor(int seconds) {
        Instant intakeStart = NOW.minusSeconds(seconds);
        List<Judged> fleet = agents(50, 600, 0, 30).stream()
                .map(each -> new Judged(each.agent(), Liveness.of(each.agent(), NOW, intakeStart))).toList();
        return IntakeHealth.of(fleet, NOW, intakeStart, 50).state();
    }

    /// @param secondsAgo when the first one was last seen; each further one `step` later (with a step of 1, within 30 s)
    private static List<Judged> agents(int number, int secondsAgo, int step, int period) {
        List<Judged> agents = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int later = step == 1 ? i % 30 : i * step;
            KnownAgent agent = new KnownAgent("a", "A", "DreamOps", null, ManagedBy.API, Duration.ofSeconds(period),
                    Duration.ofSeconds(60), false, LONG_AGO, null, NOW.minusSeconds(secondsAgo - later),
                    HeartbeatStatus.OK, null, null);
            agents.add(new Judged(agent, Liveness.of(agent, NOW, LONG_AGO)));
        }
        return agents;
    }
}
