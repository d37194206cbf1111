package ink.dreamnet.halo.resonance.plan;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How cycles over everything are planned.
///
/// @param adaptive whether they leave out subjects that are not due: `on`, `off`, or `auto` for on from 100 subjects on whose looks
///        are planned
/// @param probeBudget which share of all looks is made, 0.05 to 1; by default 0.6 where no worst delay is given. HALO solves for the
///        worst delay
/// @param worstDelay how long a subject may go without a look at most, 10 s to 24 h; HALO solves for the share of looks. Not together
///        with `probe-budget`
@ConfigurationProperties("halo.plan")
public record PlanProperties(@DefaultValue("auto") Adaptive adaptive, @Nullable Double probeBudget,
        @Nullable Duration worstDelay) {

    /// From how many subjects on it is worth while: fewer are looked at in seconds, and tell too little of each other.
    public static final int LEAST_SUBJECTS = 100;
    private static final double LEAST_BUDGET = 0.05;
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /// When cycles leave subjects out.
    public enum Adaptive implements Wire {
        /// Where there are enough subjects.
        AUTO,
        /// Always.
        ON,
        /// Never.
        OFF
    }

    /// @throws IllegalArgumentException where a value is out of range, or both are given
    public PlanProperties {
        if (probeBudget != null && worstDelay != null) {
            throw new IllegalArgumentException(
                    "halo.plan.probe-budget is %s and halo.plan.worst-delay is %s; only one of them may be given, HALO solves for the other"
                            .formatted(Ranges.plain(probeBudget), worstDelay));
        }
        if (probeBudget != null) {
            Ranges.check("halo.plan.probe-budget", probeBudget, LEAST_BUDGET, 1);
        }
        if (worstDelay != null) {
            Ranges.check("halo.plan.worst-delay", worstDelay, SHORTEST, LONGEST);
        }
    }

    /// @return the share of looks, NaN where the delay is given
    double budget() {
        return worstDelay != null ? Double.NaN : probeBudget == null ? PlanSettings.DEFAULT_BUDGET : probeBudget;
    }

    /// @param planned how many subjects are planned
    /// @return whether cycles leave subjects out
    boolean adaptive(int planned) {
        return adaptive == Adaptive.ON || adaptive == Adaptive.AUTO && planned >= LEAST_SUBJECTS;
    }

    /// @param cycleMs the time between two cycles, in ms
    PlanSettings settings(long cycleMs) {
        return new PlanSettings(adaptive != Adaptive.OFF, cycleMs, budget(),
                worstDelay == null ? 0 : worstDelay.toMillis());
    }
}
