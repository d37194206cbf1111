package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Asks every strategy about every weak point.
@Component
public class TaskGeneration {

    private static final Logger LOG = LoggerFactory.getLogger(TaskGeneration.class);

    private static final String STABILIZE = "It keeps coming and going: find out what makes it unstable and remove "
            + "that, instead of repairing it once more";

    private final StrategyRegistry strategies;

    TaskGeneration(StrategyRegistry strategies) {
        this.strategies = strategies;
    }

    /// Collects what the strategies propose. A strategy that throws or returns null is logged once and not asked again in
    /// this call; the others go on.
    ///
    /// @param weakPoints those of which repairs are to be proposed; of one that is flapping, a repair of what makes it come
    ///        and go (`stabilize: true` in the payload)
    /// @param cycleId the cycle
    /// @return the drafts, in the order of the weak points
    public List<TaskDraft> generate(List<WeakPoint> weakPoints, UUID cycleId) {
        List<TaskDraft> drafts = new ArrayList<>();
        Set<String> broken = new HashSet<>();
        for (WeakPoint weakPoint : weakPoints) {
            for (Strategy strategy : strategies.all()) {
                if (!broken.contains(strategy.name())) {
                    ask(strategy, weakPoint, broken).map(proposal -> draft(strategy, weakPoint, proposal, cycleId))
                            .ifPresent(drafts::add);
                }
            }
        }
        return drafts;
    }

    private static Optional<Proposal> ask(Strategy strategy, WeakPoint weakPoint, Set<String> broken) {
        try {
            Optional<Proposal> proposal = strategy.propose(weakPoint);
            // a plug-in may be compiled without null checks
            if (proposal != null) {
                return proposal;
            }
            LOG.warn("Strategy {} returned null for weak point {}", strategy.name(), weakPoint.id());
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("Strategy {} failed on weak point {}", strategy.name(), weakPoint.id(), failure);
        }
        broken.add(strategy.name());
        return Optional.empty();
    }

    private static TaskDraft draft(Strategy strategy, WeakPoint weakPoint, Proposal proposal, UUID cycleId) {
        return new TaskDraft(
                new TaskContent(proposal.type(), proposal.targetAgents(), payload(weakPoint, proposal)),
                strategy.name(), weakPoint.id(), weakPoint.subject(), weakPoint.severity(), cycleId);
    }

    private static Map<String, Object> payload(WeakPoint weakPoint, Proposal proposal) {
        if (!weakPoint.flapping()) {
            return proposal.payload();
        }
        Map<String, Object> payload = new LinkedHashMap<>(proposal.payload());
        payload.put("stabilize", true);
        payload.put("instruction", STABILIZE);
        return payload;
    }
}
