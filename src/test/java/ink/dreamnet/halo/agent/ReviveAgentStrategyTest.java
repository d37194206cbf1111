package ink.dreamnet.halo.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReviveAgentStrategyTest {

    private final ReviveAgentStrategy strategy = new ReviveAgentStrategy();

    @ParameterizedTest
    @ValueSource(strings = {"agent.offline", "agent.degraded", "agent.never-seen"})
    void proposeWhenAgentNeedsIt(String code) {
        Map<String, Object> data = Map.of("name", "Scout", "role", "EnvKeeper", "squad", "blue", "silentForMs", 5,
                "lastSeenAt", "2026-11-23T12:00:00Z");
        assertThat(strategy.propose(weakPoint(code, "agent:scout", data)))
                .contains(new Proposal("agent.revive", List.of("DreamOps"), Map.of("agent", "scout", "name", "Scout",
                        "role", "EnvKeeper", "squad", "blue", "code", code, "step", "restart")));
        assertThat(strategy.propose(weakPoint(code, "agent:scout", Map.of()))).isPresent();
        assertThat(strategy.name()).isEqualTo("revive-agent");
    }

    @Test
    void proposeWhenItWouldNotHelpOffersNothing() {
        assertThat(strategy.propose(weakPoint("agent.source-failed", "endpoint:squad-builder", Map.of()))).isEmpty();
        assertThat(strategy.propose(weakPoint("agent.all-silent", "endpoint:heartbeat-intake", Map.of()))).isEmpty();
        assertThat(strategy.propose(weakPoint("agent.delisted", "agent:scout", Map.of()))).isEmpty();
        assertThat(strategy.propose(weakPoint("endpoint.down", "endpoint:x", Map.of()))).isEmpty();
    }

    private static WeakPoint weakPoint(String code, String subject, Map<String, Object> data) {
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        return new WeakPoint(Ids.next(), "agent-health", code, SubjectRef.parse(subject), Severity.HIGH, "summary",
                WeakPointState.OPEN, at, at, 1, 0, false, null, null, List.of(), data);
    }
}
