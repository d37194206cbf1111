package ink.dreamnet.halo.signal;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How counts of requests and errors are taken in (`halo.triggers.signals.*`).
///
/// @param maxSources how many sources are kept, 1 to 10,000; a report of one more is refused
/// @param forgetAfter how long a source that reports nothing is kept, 1 h to 365 d
/// @param evaluationInterval how often the triggers look at the counts, 1 s to 1 h
/// @param intakeCapacity how many reports may wait to be stored, 1 to 1,000,000; more are answered with 503
/// @param intakeGather how long a commit waits for more reports to take along, 0 to 1 s
/// @param intakeTimeout how long a report may wait for its commit, 100 ms to 1 min
@ConfigurationProperties("halo.triggers.signals")
record SignalProperties(@DefaultValue("1000") int maxSources, @DefaultValue("30d") Duration forgetAfter,
        @DefaultValue("5s") Duration evaluationInterval, @DefaultValue("100000") int intakeCapacity,
        @DefaultValue("5ms") Duration intakeGather, @DefaultValue("10s") Duration intakeTimeout) {

    private static final String PREFIX = "halo.triggers.signals.";

    /// @throws IllegalArgumentException where a value is out of its range
    SignalProperties {
        Ranges.check(PREFIX + "max-sources", maxSources, 1, 10_000);
        Ranges.check(PREFIX + "forget-after", forgetAfter, Duration.ofHours(1), Duration.ofDays(365));
        Ranges.check(PREFIX + "evaluation-interval", evaluationInterval, Duration.ofSeconds(1), Duration.ofHours(1));
        Ranges.check(PREFIX + "intake-capacity", intakeCapacity, 1, 1_000_000);
        Ranges.check(PREFIX + "intake-gather", intakeGather, Duration.ZERO, Duration.ofSeconds(1));
        Ranges.check(PREFIX + "intake-timeout", intakeTimeout, Duration.ofMillis(100), Duration.ofMinutes(1));
    }
}
