package ink.dreamnet.halo.signal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.Ranges;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When the error budget of a source burns so fast that HALO runs.
///
/// @param enabled whether it does
/// @param cooldown how long after a firing it does not fire again, 0 to 24 h
/// @param minErrors how many errors a window must have to mean something, 1 to 10⁹: where there is little traffic, a single
///        error is a large share
/// @param objectives which sources have one
@ConfigurationProperties("halo.triggers.error-budget")
record ErrorBudgetProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5m") Duration cooldown,
        @DefaultValue("5") long minErrors, @DefaultValue List<Objective> objectives) {

    private static final String PREFIX = "halo.triggers.error-budget.";

    /// @throws IllegalArgumentException where a value is out of its range, or two objectives are of one source
    ErrorBudgetProperties {
        objectives = List.copyOf(objectives);
        Ranges.check(PREFIX + "cooldown", cooldown, Duration.ZERO, Duration.ofHours(24));
        Ranges.check(PREFIX + "min-errors", minErrors, 1, 1e9);
        Set<String> sources = new HashSet<>();
        for (int i = 0; i < objectives.size(); i++) {
            Objective objective = objectives.get(i);
            if (objective.source() == null || objective.source().isBlank() || !sources.add(objective.source())) {
                throw new IllegalArgumentException(
                        "%sobjectives[%d].source is '%s'; it must be a name that is there once".formatted(PREFIX, i,
                                objective.source()));
            }
            Ranges.check(PREFIX + "objectives[%d].slo".formatted(i), objective.slo(), 50, 99.999);
        }
    }

    /// An objective.
    ///
    /// @param source the source of signals
    /// @param slo the share of requests that must not fail, in percent, 50 to 99.999
    record Objective(@Nullable String source, double slo) {

        String name() {
            return source == null ? "" : source;
        }

        /// @return the share of requests that may fail, 0..1
        double budget() {
            return 1 - slo / 100;
        }
    }
}
