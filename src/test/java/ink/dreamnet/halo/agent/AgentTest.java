package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.support.DreamNet;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/// What the agents' tests share: one service for each database, an empty registry, a source that the test plays, and a
/// HALO that has been intakeStart for an hour.
@HaloTest
abstract class AgentTest {

    static final Actor ANN = new Actor("ann");

    @Autowired
    AgentRegistry registry;
    @Autowired
    AgentStore store;
    @Autowired
    HeartbeatIntake intake;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    DreamNet dreamNet;
    @Autowired
    FakeSquadBuilder squadBuilder;

    @BeforeEach
    void emptyRegistry() {
        jdbc.update("delete from agent");
        jdbc.update("delete from agent_source");
        jdbc.update("delete from audit_entry where subject_type = 'agent'");
        squadBuilder.reset();
        clock.advance(Duration.ofHours(1));
    }

    AgentRecord register(String id, String role, @Nullable String squad) {
        return registry.put(id, spec(role, squad), ANN).definition();
    }

    static AgentSpec spec(String role, @Nullable String squad) {
        return new AgentSpec(null, role, squad, null, null, 30_000L, 60_000L, null);
    }

    static AgentSpec fullSpec() {
        return new AgentSpec("Scout", "DreamOps", "blue", List.of("restart", "logs"), Map.of("tier", "1"), 5_000L,
                10_000L, List.of("endpoint:checkout", "squad:blue"));
    }

    void beat(String... ids) {
        for (String id : ids) {
            intake.accept(List.of(new Heartbeat(id, clock.instant(), HeartbeatStatus.OK, null)));
        }
    }

    AgentState state(String id) {
        return registry.state(registry.get(id));
    }
}
