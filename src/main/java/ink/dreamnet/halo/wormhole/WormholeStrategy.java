package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.strategy.Proposal;
import ink.dreamnet.halo.strategy.Strategy;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.springframework.stereotype.Component;

/// Proposes the task of the wormhole through which a problem was reported. Those who reported it, and who put the wormhole, are the
/// proposers.
@Component
class WormholeStrategy implements Strategy {

    /// The id of the wormhole.
    static final String WORMHOLE = "wormhole";
    /// The type of task that it orders.
    static final String TASK = "taskType";
    /// The roles that it orders.
    static final String ROLES = "taskRoles";

    /// The names of those who sent the events.
    static final String SENDERS = "reportedBy";
    /// The names of those who put the wormhole.
    static final String AUTHORS = "wormholeAuthors";

    private static final String ANALYZER = "wormhole";

    @Override
    public Optional<Proposal> propose(WeakPoint weakPoint) {
        if (!weakPoint.analyzer().equals(ANALYZER) || !(weakPoint.data().get(TASK) instanceof String type)
                || !(weakPoint.data().get(ROLES) instanceof List<?> roles)) {
            return Optional.empty();
        }
        Map<String, Object> payload = Proposal.payload(weakPoint, WORMHOLE, "eventType", "source", "alertname");
        payload.put("subject", weakPoint.subject().toString());
        return Optional.of(new Proposal(type, roles.stream().map(String::valueOf).toList(), payload,
                people(weakPoint, SENDERS).plus(people(weakPoint, AUTHORS))));
    }

    private static People people(WeakPoint weakPoint, String member) {
        return weakPoint.data().get(member) instanceof List<?> names
                ? new People(names.stream().map(String::valueOf).toList())
                : People.NOBODY;
    }
}
