package ink.dreamnet.halo.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;

/// Sees to it that no advisor harms a cycle: where there is none, where it fails, and where it does not choose one of the offers,
/// the mildest one comes first. A failure is logged once for each call.
final class CheckedAdvisor implements StrategyAdvisor {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedAdvisor.class);

    private final Supplier<@Nullable StrategyAdvisor> advisor;

    /// @param advisor finds the advisor; null where there is none
    CheckedAdvisor(Supplier<@Nullable StrategyAdvisor> advisor) {
        this.advisor = advisor;
    }

    @Override
    public List<Advice> advise(List<Choice> choices) {
        List<@Nullable Advice> advised = ask(choices);
        List<Advice> checked = new ArrayList<>();
        String nonsense = null;
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            Advice advice = advised.isEmpty() ? mildest(choice) : advised.get(i);
            if (advice == null || choice.offers().stream().noneMatch(offer -> offer.step().equals(advice.step()))) {
                nonsense = "%s for strategy %s and weak point %s".formatted(advice, choice.strategy(),
                        choice.weakPoint().id());
                checked.add(mildest(choice));
            } else {
                checked.add(advice);
            }
        }
        if (nonsense != null) {
            LOG.warn("The advisor of strategies does not choose one of the offers, but {}", nonsense);
        }
        return checked;
    }

    /// @return an advice for each choice, or none at all
    private List<@Nullable Advice> ask(List<Choice> choices) {
        if (choices.isEmpty()) {
            return List.of();
        }
        try {
            StrategyAdvisor present = advisor.get();
            List<@Nullable Advice> advised = present == null ? List.of() : new ArrayList<>(present.advise(choices));
            if (present == null || advised.size() == choices.size()) {
                return advised;
            }
            LOG.warn("The advisor of strategies answers {} choices with {} advices", choices.size(), advised.size());
        } catch (ConcurrencyFailureException conflict) {
            // the transaction of the cycle is tried again
            throw conflict;
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("The advisor of strategies failed", failure);
        }
        return List.of();
    }

    private static Advice mildest(Choice choice) {
        return new Advice(choice.offers().getFirst().step(), null);
    }
}
