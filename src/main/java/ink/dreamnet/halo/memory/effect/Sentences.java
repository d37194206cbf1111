package ink.dreamnet.halo.memory.effect;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import ink.dreamnet.halo.task.Why;
import org.jspecify.annotations.Nullable;

/// Says for an operator why a repair was proposed.
final class Sentences {

    private Sentences() {
    }

    /// @param order what is known of each repair, the chosen one first
    /// @param reason why the chosen one has its verdict; empty while HALO is learning
    /// @param mildest the step that would be first where nothing is known
    /// @param propensity the probability of a choice by chance; null where there was none
    static String of(List<Why.Known> order, String reason, String mildest, @Nullable Double propensity) {
        Why.Known first = order.getFirst();
        List<Why.Known> others = order.subList(1, order.size());
        if (order.stream().allMatch(known -> known.outcomes() == 0)) {
            return others.isEmpty()
                    ? "%s is the only repair that is left, and nothing is known of it yet".formatted(first.step())
                    : "nothing is known yet of %s; %s is the mildest".formatted(
                            order.stream().map(Why.Known::step).collect(Collectors.joining(", ")), first.step());
        }
        StringBuilder sentence = new StringBuilder(record(first));
        if (!reason.isEmpty()) {
            sentence.append(": ").append(reason);
        }
        if (first.baseRate() != null) {
            sentence.append(String.format(Locale.ROOT, "; without a repair %.0f %% heal", 100 * first.baseRate()));
        }
        others.stream().filter(known -> known.outcomes() > 0 || known.step().equals(mildest))
                .forEach(known -> sentence.append("; ").append(record(known))
                        .append(known.verdict().equals("avoid") ? ", so it is not proposed first" : ""));
        if (propensity != null) {
            sentence.append(String.format(Locale.ROOT, "; chosen by chance, with a probability of %.2f, to learn more",
                    propensity));
        }
        return sentence.toString();
    }

    private static String record(Why.Known known) {
        if (known.outcomes() == 0) {
            return "nothing is known of %s".formatted(known.step());
        }
        return "%s helped in %d of %d %s%s".formatted(known.step(), known.effective(), known.outcomes(),
                known.outcomes() == 1 ? "case" : "cases",
                known.harmful() == 0 ? "" : " and did harm in " + known.harmful());
    }
}
