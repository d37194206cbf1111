package ink.dreamnet.halo.core;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long records are kept.
///
/// @param detail how long a cycle's lists are kept, 1 day to 10 years
/// @param summaries how long the rest of a cycle's record is kept, at least as long as `detail`, at most 10 years
/// @param tasks how long tasks are kept that ended, with their runs, sends and uses of standing approvals, 7 days to 10 years; those of a
///        weak point that is open, and those that are to be verified, are kept longer
/// @param weakPoints how long weak points are kept that are resolved, with their history, 7 days to 10 years; one whose tasks are
///        kept is kept longer
/// @param rules how long silences, maintenance windows, standing approvals and stops of strategies are kept that ended, 7 days to 10 years
/// @param insights how long insights are kept that ended or were dismissed, 7 days to 10 years
/// @param audit how long the audit trail is kept, 30 days to 10 years
/// @param cleanAt the hour of the day (UTC) at which old records are removed, 0 to 23
@ConfigurationProperties("halo.history")
public record HistoryProperties(@DefaultValue("30d") Duration detail, @DefaultValue("400d") Duration summaries,
        @DefaultValue("400d") Duration tasks, @DefaultValue("400d") Duration weakPoints,
        @DefaultValue("400d") Duration rules, @DefaultValue("400d") Duration insights,
        @DefaultValue("1095d") Duration audit,
        @DefaultValue("3") int cleanAt) {

    private static final String PREFIX = "halo.history.";
    private static final int LONGEST = 3660;

    /// @throws IllegalArgumentException where a value is out of range
    public HistoryProperties {
        check("detail", detail, 1);
        if (summaries.compareTo(detail) < 0 || summaries.compareTo(Duration.ofDays(LONGEST)) > 0) {
            throw new IllegalArgumentException(
                    "halo.history.summaries is %s; it must be between halo.history.detail (%s) and 3660 days"
                            .formatted(summaries, detail));
        }
        check("tasks", tasks, 7);
        check("weak-points", weakPoints, 7);
        check("rules", rules, 7);
        check("insights", insights, 7);
        check("audit", audit, 30);
        if (cleanAt < 0 || cleanAt > 23) {
            throw new IllegalArgumentException(
                    "halo.history.clean-at is %d; it must be between 0 and 23".formatted(cleanAt));
        }
    }

    private static void check(String name, Duration value, int leastDays) {
        if (value.compareTo(Duration.ofDays(leastDays)) < 0 || value.compareTo(Duration.ofDays(LONGEST)) > 0) {
            throw new IllegalArgumentException("%s is %s; it must be between %d and %d days".formatted(PREFIX + name,
                    value, leastDays, LONGEST));
        }
    }
}
