package ink.dreamnet.halo.memory.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What HALO learns from its repairs and from what it observes.
///
/// @param horizon how long after a decision what became of a weak point is compared between repaired and not repaired ones, 1 minute
///        to 7 days
/// @param horizonOf the same for single task types (`squad.optimize`), which take longer
/// @param costs what a repair costs by its step (`roll-back`) or task type, in the unit in which a weak point of severity high is
///        worth 1; 0 to 10. The default is 0.02, and 0.03 more for each rung of the ladder
/// @param explore the task types of low risk of which HALO may now and then propose another repair than the best one, to learn about
///        it; none by default
/// @param holdsFor how long what was observed holds where no cycle follows, 1 minute to 7 days; afterwards it is unknown. Longer than
///        the interval of cycles
@ConfigurationProperties("halo.memory")
public record MemoryProperties(@DefaultValue("1h") Duration horizon, @DefaultValue Map<String, Duration> horizonOf,
        @DefaultValue Map<String, Double> costs, @DefaultValue Set<String> explore,
        @DefaultValue("24h") Duration holdsFor) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final double MOST_COST = 10;
    private static final double LEAST_COST = 0.02;
    private static final double COST_OF_RUNG = 0.03;
    private static final Map<String, Duration> KNOWN = Map.of("squad.optimize", Duration.ofHours(6));

    /// @throws IllegalArgumentException where a value is out of range
    public MemoryProperties {
        check("halo.memory.horizon", horizon);
        check("halo.memory.holds-for", holdsFor);
        horizonOf.forEach((type, value) -> check("halo.memory.horizon-of[%s]".formatted(type), value));
        costs.forEach((name, cost) -> {
            if (!(cost >= 0 && cost <= MOST_COST)) {
                throw new IllegalArgumentException(
                        "halo.memory.costs[%s] is %s; it must be between 0 and 10".formatted(name, cost));
            }
        });
        Map<String, Duration> all = new HashMap<>(KNOWN);
        all.putAll(horizonOf);
        horizonOf = Map.copyOf(all);
        costs = Map.copyOf(costs);
        explore = Set.copyOf(explore);
    }

    private static void check(String property, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be between 1 minute and 7 days".formatted(property, value));
        }
    }

    /// @param type a task type
    public Duration horizonOf(String type) {
        return horizonOf.getOrDefault(type, horizon);
    }

    /// @param rung its place on the ladder, from 0
    /// @return what a repair costs
    public double costOf(String step, String type, int rung) {
        Double cost = costs.getOrDefault(step, costs.get(type));
        return cost == null ? LEAST_COST + COST_OF_RUNG * rung : cost;
    }
}
