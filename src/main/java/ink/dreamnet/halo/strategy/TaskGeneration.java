package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.task.LadderPositions;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.Tasks;
import ink.dreamnet.halo.task.proposal.BlockedProposal;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
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
    private final Tasks tasks;
    private final StrategyStops stops;

    TaskGeneration(StrategyRegistry strategies, Tasks tasks, StrategyStops stops) {
        this.strategies = strategies;
        this.tasks = tasks;
        this.stops = stops;
    }

    /// Collects what the strategies propose. A strategy that throws or returns null is logged once and not asked again in
    /// this call; the others go on. One whose repair of a weak point did not help is asked for its next step, and one that is
    /// stopped for that kind of weak point is not asked.
    ///
    /// @param weakPoints those of which repairs are to be proposed; of one that is flapping, a repair of what makes it come
    ///        and go (`stabilize: true` in the payload)
    /// @param cycleId the cycle
    /// @return the drafts, in the order of the weak points, and what was blocked
    public Generated generate(List<WeakPoint> weakPoints, UUID cycleId) {
        List<TaskDraft> drafts = new ArrayList<>();
        List<BlockedProposal> blocked = new ArrayList<>();
        Set<String> broken = new HashSet<>();
        LadderPositions positions = tasks.ladderPositions(weakPoints.stream().map(WeakPoint::id).toList());
        List<StrategyStop> stopped = stops.active();
        for (WeakPoint weakPoint : weakPoints) {
            for (Strategy strategy : strategies.all()) {
                if (broken.contains(strategy.name())) {
                    continue;
                }
                int rung = positions.of(weakPoint.id(), strategy.name());
                Optional<Proposal> proposal = ask(strategy, weakPoint, rung, broken);
                Optional<StrategyStop> stop = proposal.flatMap(any -> stop(stopped, strategy, weakPoint));
                if (stop.isPresent()) {
                    blocked.add(new BlockedProposal(weakPoint.id(), stop.get().sentence()));
                } else if (proposal.isPresent()) {
                    drafts.add(draft(strategy, rung, weakPoint, proposal.get(), cycleId));
                } else if (rung > 0 && !broken.contains(strategy.name())) {
                    blocked.add(new BlockedProposal(weakPoint.id(), atItsEnd(strategy, rung)));
                }
            }
        }
        return new Generated(drafts, blocked);
    }

    private static String atItsEnd(Strategy strategy, int rung) {
        return "strategy %s has nothing more to offer: %d %s did not help".formatted(strategy.name(), rung,
                rung == 1 ? "repair" : "repairs");
    }

    private static Optional<StrategyStop> stop(List<StrategyStop> stopped, Strategy strategy, WeakPoint weakPoint) {
        return stopped.stream().filter(stop -> stop.strategy().equals(strategy.name())
                && stop.code().equals(weakPoint.code())).findFirst();
    }

    private static Optional<Proposal> ask(Strategy strategy, WeakPoint weakPoint, int rung, Set<String> broken) {
        try {
            Optional<Proposal> proposal = strategy.propose(weakPoint, rung);
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

    private static TaskDraft draft(Strategy strategy, int rung, WeakPoint weakPoint, Proposal proposal, UUID cycleId) {
        return new TaskDraft(
                new TaskContent(proposal.type(), proposal.targetAgents(), payload(weakPoint, rung, proposal)),
                strategy.name(), step(proposal, rung), weakPoint.id(), weakPoint.code(), weakPoint.subject(),
                weakPoint.severity(), cycleId, null);
    }

    private static RepairStep step(Proposal proposal, int rung) {
        return new RepairStep(proposal.payload().get("step") instanceof String name ? name : proposal.type(), rung,
                List.of());
    }

    private static Map<String, Object> payload(WeakPoint weakPoint, int rung, Proposal proposal) {
        if (!weakPoint.flapping()) {
            return proposal.payload();
        }
        Map<String, Object> payload = new LinkedHashMap<>(proposal.payload());
        payload.put("stabilize", true);
        if (rung == 0) {
            payload.put("instruction", STABILIZE);
        }
        return payload;
    }
}
