package ink.dreamnet.halo.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.strategy.Ladder;
import ink.dreamnet.halo.strategy.LadderStrategy;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.task.AgentRole;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Repair endpoint strategy: creates tasks (`repair.api.endpoint`) to repair failed endpoints. When the observer is suspect it proposes nothing, because no agent can mend HALO's own
/// connectivity through HALO, and where HALO may not look only its operator can allow it.
@Component
class RepairEndpointStrategy implements LadderStrategy {

    private static final String TYPE = "repair.api.endpoint";
    private static final Ladder LADDER = Ladder.startingWith("repair")
            .then("roll-back", "Roll the service back to its last version that worked, or run it elsewhere")
            .thenPageHuman();
    private static final Ladder OF_CERTIFICATES = Ladder.startingWith("renew").thenPageHuman();

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint, int rung) {
        if (!weakPoint.analyzer().equals(EndpointHealthAnalyzer.NAME)
                || weakPoint.subject().kind() != SubjectKind.ENDPOINT
                || weakPoint.subject().equals(Endpoint.OBSERVER)
                || weakPoint.code().equals(EndpointJudgement.NOT_ALLOWED)) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, "url");
        payload.put("endpointId", weakPoint.subject().id());
        payload.put("severity", weakPoint.severity().wire());
        payload.put("instruction", instruction(weakPoint.code()));
        Ladder ladder = weakPoint.code().equals(EndpointJudgement.CERTIFICATE_EXPIRING) ? OF_CERTIFICATES : LADDER;
        return ladder.at(rung, new Proposal(TYPE, List.of(AgentRole.DEPLOY_KEEPER), payload));
    }

    private static String instruction(String code) {
        return switch (code) {
            case EndpointJudgement.CONDITION_FAILED ->
                "The endpoint answers, but not as it should: find the condition that fails and correct the service";
            case EndpointJudgement.SLOW -> "The endpoint answers slowly: find the cause and remove it";
            case EndpointJudgement.CERTIFICATE_EXPIRING -> "Renew the endpoint's certificate and have it served";
            default -> "The endpoint is down: restart or roll back its service, then check that it answers";
        };
    }
}
