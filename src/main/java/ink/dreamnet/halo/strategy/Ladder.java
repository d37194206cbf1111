package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The steps that a strategy takes one after the other while looking again shows that the one before did not help, the
/// mildest first. Each names itself as `step` in the payload.
public final class Ladder {

    /// The last step of most ladders: whoever takes the task on calls a human.
    public static final String PAGE_HUMAN = "page-human";

    private static final String PAGE = "What was tried before did not help: page a human, and tell them what was tried";

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

    /// @return a ladder with one step more
    public Ladder then(String step, String instruction) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(step, instruction));
        return new Ladder(more);
    }

    /// @return a ladder at whose end a human is called
    public Ladder thenPageHuman() {
        return then(PAGE_HUMAN, PAGE);
    }

    /// @param rung how many steps did not help, from 0
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
        return Optional.of(new Proposal(proposal.type(), proposal.targetAgents(), payload));
    }
}
