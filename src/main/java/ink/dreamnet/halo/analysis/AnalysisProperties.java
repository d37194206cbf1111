package ink.dreamnet.halo.analysis;

import java.time.Duration;
import java.util.Map;

import ink.dreamnet.halo.core.Ranges;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How analyzers are run.
///
/// @param deadline how long an analyzer may run that sets no deadline itself, 100 ms to 1 h
/// @param maxAbandonedRuns how many runs of one analyzer may be under way that ignored their deadline, 1 to 20; while there are so
///        many, it is not started
/// @param analyzers what differs for single analyzers, by their name
@ConfigurationProperties("halo.analysis")
public record AnalysisProperties(@DefaultValue("60s") Duration deadline, @DefaultValue("3") int maxAbandonedRuns,
        @DefaultValue Map<String, Options> analyzers) {

    private static final int MAX_EVERY = 1000;

    /// @throws IllegalArgumentException where a value is out of range
    public AnalysisProperties {
        check("halo.analysis.deadline", deadline);
        Ranges.check("halo.analysis.max-abandoned-runs", maxAbandonedRuns, 1, 20);
        analyzers = Map.copyOf(analyzers);
        analyzers.forEach((name, options) -> {
            if (options.deadline() != null) {
                check("halo.analysis.analyzers." + name + ".deadline", options.deadline());
            }
            if (options.every() < 1 || options.every() > MAX_EVERY) {
                throw new IllegalArgumentException("halo.analysis.analyzers.%s.every is %d; it must be between 1 and %d"
                        .formatted(name, options.every(), MAX_EVERY));
            }
        });
    }

    /// What differs for one analyzer.
    ///
    /// @param enabled whether it runs
    /// @param deadline how long it may run, 100 ms to 1 h; null leaves it to the analyzer
    /// @param every in which cycles it runs that would have it: 1 (all) to 1,000 (every thousandth). A cycle that looks at
    ///        named subjects or a shard has it in any case, and does not count.
    public record Options(@DefaultValue("true") boolean enabled, @Nullable Duration deadline,
            @DefaultValue("1") int every) {

        static final Options DEFAULTS = new Options(true, null, 1);
    }

    private static void check(String property, Duration deadline) {
        if (deadline.compareTo(Duration.ofMillis(100)) < 0 || deadline.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "%s is %d ms; it must be between 100 ms and 1 h".formatted(property, deadline.toMillis()));
        }
    }

    Options of(String analyzer) {
        return analyzers.getOrDefault(analyzer, Options.DEFAULTS);
    }
}
