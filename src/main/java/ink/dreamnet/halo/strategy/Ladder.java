package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.task.RepairStep;
import org.jspecify.annotations.Nullable;

/// The repairs of a strategy, the mildest first. Each names itself as `step` in the payload. Usually one comes after the other while
/// looking again shows that the one before did not help; a [StrategyAdvisor] may have another one come first.
public final class Ladder {

    private static final String PAGE = "Page a human, and tell them what was tried";

    private final List<Step> steps;

    private Ladder(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /// @param name the `step`
    /// @param instruction what replaces the proposal's instruction; null where that stays
    private record Step(String name, @Nullable String instruction) {
    }

    /// @param step the first step, which does what the proposal says
    public static Ladder startingWith(String step) {
        return new Ladder(List.of(new Step(step, null)));
    }

    /// @param instruction what the agent is to do; true whether or not the steps before were tried
    /// @return a ladder with one step more
    public Ladder then(String step, String instruction) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(step, instruction));
        return new Ladder(more);
    }

    /// @return a ladder at whose end a human is called
    public Ladder thenPageHuman() {
        return then(RepairStep.PAGE_HUMAN, PAGE);
    }

    /// @param rung the place of the step, from 0
    /// @param proposal what the first step is
    /// @return the proposal of that step; empty where the ladder has none left
    public Optional<Proposal> at(int rung, Proposal proposal) {
        if (rung >= steps.size()) {
            return Optional.empty();
        }
        Step step = steps.get(rung);
        Map<String, Object> payload = new LinkedHashMap<>(proposal.payload());
        payload.put("step", step.name());
        if (step.instruction() != null) {
            payload.put("instruction", step.instruction());
        }
        return Optional.of(new Proposal(proposal.type(), proposal.targetAgents(), payload, proposal.proposedBy()));
    }
}
