package ink.dreamnet.halo.strategy;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks strategies for all repairs that they have. Used for one cycle: a strategy that fails is logged once, and one that fails at its
/// first repair is not asked again.
final class Offers {

    /// How many repairs of one strategy count for one weak point.
    static final int MOST = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
    private static final int LONGEST_NAME = 100;

    private final Set<String> failed = new HashSet<>();
    private final Set<String> broken = new HashSet<>();

    /// A repair that a strategy has.
    ///
    /// @param step its name, 1 to 100 characters
    /// @param rung its place on the strategy's ladder, from 0
    /// @param proposal what it is
    record Offer(String step, int rung, Proposal proposal) {

        /// @return as an advisor sees it
        StrategyAdvisor.Offer shown() {
            return new StrategyAdvisor.Offer(step, rung, proposal.type());
        }
    }

    /// @param name the name of the strategy
    /// @return its repairs for a weak point, the mildest first, each step once
    List<Offer> of(String name, Strategy strategy, WeakPoint weakPoint) {
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (int rung = 0; rung < MOST && !broken.contains(name); rung++) {
            Optional<Proposal> proposal = ask(name, strategy, weakPoint, rung);
            if (proposal.isEmpty()) {
                break;
            }
            Offer offer = new Offer(step(proposal.get()), rung, proposal.get());
            if (offers.putIfAbsent(offer.step(), offer) != null) {
                break;
            }
        }
        return List.copyOf(offers.values());
    }

    /// @return whether a strategy failed in this cycle, so that what it has is not known
    boolean failed(String name) {
        return failed.contains(name);
    }

    private static String step(Proposal proposal) {
        return proposal.payload().get("step") instanceof String step && !step.isBlank()
                ? Texts.cut(Texts.printable(step), LONGEST_NAME)
                : proposal.type();
    }

    private Optional<Proposal> ask(String name, Strategy strategy, WeakPoint weakPoint, int rung) {
        try {
            Optional<Proposal> proposal = strategy.propose(weakPoint, rung);
            // a plug-in may be compiled without null checks
            if (proposal != null) {
                return proposal;
            }
            fail(name, weakPoint, rung, new NullPointerException("it returned null"));
        } catch (RuntimeException | LinkageError failure) {
            fail(name, weakPoint, rung, failure);
        }
        return Optional.empty();
    }

    private void fail(String name, WeakPoint weakPoint, int rung, Throwable failure) {
        if (rung == 0) {
            broken.add(name);
        }
        if (failed.add(name)) {
            LOG.warn("Strategy {} failed on weak point {}, rung {}", name, weakPoint.id(), rung, failure);
        }
    }
}
