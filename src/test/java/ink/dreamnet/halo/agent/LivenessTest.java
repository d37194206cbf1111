package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/// The table of states. Period 30 s, grace 60 s; times are seconds before now, null is never.
class LivenessTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static Stream<Arguments> heartbeats() {
        return Stream.of(
                // last heartbeat, watched since, started, paused -> state, known
                arguments(0, 9999, 9999, false, AgentState.UP, true),
                arguments(30, 9999, 9999, false, AgentState.UP, true),
                arguments(-5, 9999, 9999, false, AgentState.UP, true),
                arguments(31, 9999, 9999, false, AgentState.GRACE, true),
                arguments(90, 9999, 9999, false, AgentState.GRACE, true),
                arguments(91, 9999, 9999, false, AgentState.DOWN, true),
                arguments(86400, 9999, 9999, false, AgentState.DOWN, true),
                // HALO was not running
                arguments(600, 9999, 10, false, AgentState.GRACE, false),
                arguments(600, 9999, 90, false, AgentState.GRACE, false),
                arguments(600, 9999, 91, false, AgentState.DOWN, true),
                arguments(20, 9999, 10, false, AgentState.UP, true),
                // resumed a moment ago
                arguments(600, 10, 9999, false, AgentState.GRACE, false),
                arguments(600, 91, 9999, false, AgentState.DOWN, true),
                // never seen
                arguments(null, 0, 9999, false, AgentState.NEW, false),
                arguments(null, 90, 9999, false, AgentState.NEW, false),
                arguments(null, 91, 9999, false, AgentState.NEW, true),
                arguments(null, 9999, 90, false, AgentState.NEW, false),
                // paused, whatever else
                arguments(0, 9999, 9999, true, AgentState.PAUSED, true),
                arguments(null, 9999, 9999, true, AgentState.PAUSED, true),
                arguments(600, 9999, 9999, true, AgentState.PAUSED, true));
    }

    @ParameterizedTest
    @MethodSource("heartbeats")
    void ofWhenAgentSendsHeartbeats(@Nullable Integer heartbeat, int watched, int intakeStart, boolean paused,
            AgentState state, boolean known) {
        Liveness life = Liveness.of(agent(ManagedBy.API, heartbeat, watched, paused, null, null), NOW,
                ago(intakeStart));
        assertThat(life.state()).isEqualTo(state);
        assertThat(life.known()).isEqualTo(known);
        assertThat(life.alive()).isEqualTo(known && (state == AgentState.UP || state == AgentState.GRACE));
    }

    static Stream<Arguments> sightings() {
        return Stream.of(
                // own heartbeat, online, last time that moved, asked the source, delisted -> state, known
                arguments(null, true, null, 0, null, AgentState.UP, true),
                arguments(null, true, 86400, 0, null, AgentState.UP, true),
                arguments(null, false, null, 0, null, AgentState.DOWN, true),
                arguments(null, false, 5, 0, null, AgentState.DOWN, true),
                // where it does not say, a time that moves is a heartbeat
                arguments(null, null, 5, 0, null, AgentState.UP, true),
                arguments(null, null, 60, 0, null, AgentState.GRACE, true),
                arguments(null, null, 91, 0, null, AgentState.DOWN, true),
                // and one that never moves is nothing
                arguments(null, null, null, 0, null, AgentState.NEW, false),
                // judged as of the pull
                arguments(null, null, 310, 300, null, AgentState.UP, true),
                arguments(null, null, 310, 100, null, AgentState.DOWN, true),
                // a fresh heartbeat to HALO comes first
                arguments(10, false, null, 0, null, AgentState.UP, true),
                arguments(80, false, null, 0, null, AgentState.GRACE, true),
                // one that ended counts, unless the source sees it live
                arguments(91, true, null, 0, null, AgentState.DOWN, true),
                arguments(91, null, null, 0, null, AgentState.DOWN, true),
                arguments(91, false, null, 0, null, AgentState.DOWN, true),
                arguments(91, true, 5, 0, null, AgentState.UP, true),
                arguments(91, true, 95, 0, null, AgentState.DOWN, true),
                // no longer listed
                arguments(null, true, 5, 0, 1, AgentState.GRACE, false),
                arguments(null, false, 5, 0, 1, AgentState.GRACE, false),
                arguments(91, true, 5, 0, 1, AgentState.GRACE, false),
                arguments(10, false, 5, 0, 1, AgentState.UP, true));
    }

    @ParameterizedTest
    @MethodSource("sightings")
    void ofWhenAgentWasPulled(@Nullable Integer heartbeat, @Nullable Boolean online, @Nullable Integer moved, int asked,
            @Nullable Integer delisted, AgentState state, boolean known) {
        Instant registered = ago(999_999);
        Sighting sighting = new Sighting(online, Boolean.FALSE.equals(online) ? ago(7) : null,
                moved == null ? registered : ago(moved), moved == null ? null : ago(moved), ago(asked));
        KnownAgent agent = agent(ManagedBy.SQUAD_BUILDER, heartbeat, 9999, false,
                delisted == null ? null : ago(delisted), sighting);
        Liveness life = Liveness.of(agent, NOW, ago(9999));
        assertThat(life.state()).isEqualTo(state);
        assertThat(life.known()).isEqualTo(known);
    }

    @Test
    void ofWhenPulledAndHaloHasJustStartedDoesNotCountMissingHeartbeats() {
        Sighting online = new Sighting(true, null, null, null, NOW);
        KnownAgent agent = agent(ManagedBy.SQUAD_BUILDER, 600, 9999, false, null, online);
        assertThat(Liveness.of(agent, NOW, ago(10)).known()).isFalse();
    }

    @Test
    void ofWhenTheSourceSaysNothingIsNeverSeenAfterPeriodAndGrace() {
        Sighting nothing = new Sighting(null, null, null, null, NOW);
        assertThat(Liveness.of(agent(ManagedBy.SQUAD_BUILDER, null, 90, false, null, nothing), NOW, NOW).known())
                .isFalse();
        assertThat(Liveness.of(agent(ManagedBy.SQUAD_BUILDER, null, 91, false, null, nothing), NOW, NOW).known())
                .isTrue();
    }

    static KnownAgent agent(ManagedBy managedBy, @Nullable Integer heartbeat, int watched, boolean paused,
            @Nullable Instant delistedAt, @Nullable Sighting sighting) {
        return new KnownAgent("a", "A", "DreamOps", null, managedBy, Duration.ofSeconds(30), Duration.ofSeconds(60),
                paused, ago(watched), delistedAt, heartbeat == null ? null : ago(heartbeat), null, null, sighting);
    }

    private static Instant ago(int seconds) {
        return NOW.minusSeconds(seconds);
    }
}
