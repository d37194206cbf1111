package ink.dreamnet.halo.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepairEndpointStrategyTest {

    private static final SubjectRef CHECKOUT = new SubjectRef(SubjectKind.ENDPOINT, "checkout");
    private final RepairEndpointStrategy strategy = new RepairEndpointStrategy();

    private static WeakPoint weakPoint(String analyzer, SubjectRef subject, Map<String, Object> data) {
        return new WeakPoint(UUID.randomUUID(), analyzer, EndpointJudgement.DOWN, subject, Severity.CRITICAL, "down",
                WeakPointState.OPEN, Instant.EPOCH, Instant.EPOCH, 1, 0, false, null, null, List.of(), data);
    }

    @Test
    void nameIsRepairEndpoint() {
        assertThat(strategy.name()).isEqualTo("repair-endpoint");
    }

    @Test
    void proposeWhenEndpointIsDownAsksDeployKeeper() {
        Proposal proposal = strategy
                .propose(weakPoint("endpoint-health", CHECKOUT, Map.of("url", "http://a/", "message", "refused")))
                .orElseThrow();
        assertThat(proposal.type()).isEqualTo("repair.api.endpoint");
        assertThat(proposal.targetAgents()).containsExactly(AgentRole.DEPLOY_KEEPER);
        assertThat(proposal.payload()).containsOnlyKeys("endpointId", "code", "severity", "instruction", "url",
                "step")
                .containsEntry("endpointId", "checkout").containsEntry("url", "http://a/");
    }

    @Test
    void proposeWhenRepairsDidNotHelpRollsBackThenPagesAHumanThenHasNothingMore() {
        WeakPoint down = weakPoint("endpoint-health", CHECKOUT, Map.of("url", "http://a/"));
        assertThat(List.of(0, 1, 2).stream().map(rung -> strategy.propose(down, rung).orElseThrow().payload())
                .map(payload -> payload.get("step"))).containsExactly("repair", "roll-back", "page-human");
        assertThat(strategy.propose(down, 1).orElseThrow().payload().get("instruction"))
                .isNotEqualTo(strategy.propose(down).orElseThrow().payload().get("instruction"));
        assertThat(strategy.propose(down, 3)).isEmpty();
    }

    @Test
    void proposeWhenOnlyMeasurementsChangeProposesTheSame() {
        assertThat(strategy.propose(weakPoint("endpoint-health", CHECKOUT, Map.of("url", "http://a/", "status", 500))))
                .isEqualTo(strategy.propose(
                        weakPoint("endpoint-health", CHECKOUT, Map.of("url", "http://a/", "status", 503))));
    }

    @Test
    void proposeWhenObserverIsSuspectProposesNothing() {
        assertThat(strategy.propose(weakPoint("endpoint-health", Endpoint.OBSERVER, Map.of()))).isEmpty();
    }

    @Test
    void proposeWhenWeakPointIsAnothersProposesNothing() {
        assertThat(strategy.propose(weakPoint("agent-health", CHECKOUT, Map.of()))).isEmpty();
        assertThat(strategy.propose(
                weakPoint("endpoint-health", new SubjectRef(SubjectKind.AGENT, "checkout"), Map.of()))).isEmpty();
    }
}
