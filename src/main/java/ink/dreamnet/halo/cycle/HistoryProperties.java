package ink.dreamnet.halo.cycle;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long records are kept.
///
/// @param detail how long a cycle's lists are kept, 1 day to 10 years
/// @param summaries how long the rest of a cycle's record is kept, at least as long as `detail`, at most 10 years
/// @param cleanAt the hour of the day (UTC) at which old records are removed, 0 to 23
@ConfigurationProperties("halo.history")
public record HistoryProperties(@DefaultValue("30d") Duration detail, @DefaultValue("400d") Duration summaries,
        @DefaultValue("3") int cleanAt) {

    private static final Duration LONGEST = Duration.ofDays(3660);

    /// @throws IllegalArgumentException where a value is out of range
    public HistoryProperties {
        if (detail.compareTo(Duration.ofDays(1)) < 0 || detail.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "halo.history.detail is %s; it must be between 1 and 3660 days".formatted(detail));
        }
        if (summaries.compareTo(detail) < 0 || summaries.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "halo.history.summaries is %s; it must be between halo.history.detail (%s) and 3660 days"
                            .formatted(summaries, detail));
        }
        if (cleanAt < 0 || cleanAt > 23) {
            throw new IllegalArgumentException(
                    "halo.history.clean-at is %d; it must be between 0 and 23".formatted(cleanAt));
        }
    }
}
