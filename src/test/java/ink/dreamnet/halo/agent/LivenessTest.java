package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;
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
        assertThat(life.overdue()).isEqualTo(state == AgentState.NEW && known);
        assertThat(life.alive()).isEqualTo(known && (state == AgentState.UP || state == AgentState.GRACE));
    }

    static Stream<Arguments> sightings() {
        return Stream.of(
                // own heartbeat, online, seen by the source, asked the source, delisted -> state, known
                arguments(null, true, 5, 0, null, AgentState.UP, true),
                arguments(null, true, 60, 0, null, AgentState.GRACE, true),
                arguments(null, true, 91, 0, null, AgentState.DOWN, true),
                arguments(null, null, 91, 0, null, AgentState.DOWN, true),
                arguments(null, false, 5, 0, null, AgentState.DOWN, true),
                arguments(null, false, null, 0, null, AgentState.DOWN, true),
                arguments(null, true, null, 0, null, AgentState.UP, true),
                arguments(null, null, null, 0, null, AgentState.NEW, true),
                // judged as of the pull
                arguments(null, true, 310, 300, null, AgentState.UP, true),
                arguments(null, true, 310, 100, null, AgentState.DOWN, true),
                // its own heartbeat counts first, its absence does not
                arguments(10, false, 900, 0, null, AgentState.UP, true),
                arguments(80, false, 900, 0, null, AgentState.GRACE, true),
                arguments(91, false, 900, 0, null, AgentState.DOWN, true),
                arguments(91, true, 5, 0, null, AgentState.UP, true),
                // no longer listed
                arguments(null, true, 5, 0, 1, AgentState.GRACE, false),
                arguments(null, false, 5, 0, 1, AgentState.GRACE, false),
                arguments(10, false, 5, 0, 1, AgentState.UP, true));
    }

    @ParameterizedTest
    @MethodSource("sightings")
    void ofWhenAgentWasPulled(@Nullable Integer heartbeat, @Nullable Boolean online, @Nullable Integer seen, int asked,
            @Nullable Integer delisted, AgentState state, boolean known) {
        Sighting sighting = new Sighting(online, seen == null ? null : ago(seen), ago(asked));
        KnownAgent agent = agent(ManagedBy.SQUAD_BUILDER, heartbeat, 9999, false,
                delisted == null ? null : ago(delisted), sighting);
        Liveness life = Liveness.of(agent, NOW, ago(0));
        assertThat(life.state()).isEqualTo(state);
        assertThat(life.known()).isEqualTo(known);
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
