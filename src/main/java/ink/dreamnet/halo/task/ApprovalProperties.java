package ink.dreamnet.halo.task;

import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.core.Severity;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long proposals wait for an operator, and how many operators it takes.
///
/// @param expiry how long a proposal waits, 1 min to 30 days
/// @param criticalExpiry how long a proposal for a critical weak point waits, 1 min to 30 days
/// @param dispatchWithin how long an approval holds for a task that cannot be dispatched, 1 min to 30 days; after that
///        approval is asked for again
/// @param quorum for which tasks it takes more than one operator
@ConfigurationProperties("halo.approval")
public record ApprovalProperties(@DefaultValue("24h") Duration expiry, @DefaultValue("4h") Duration criticalExpiry,
        @DefaultValue("1h") Duration dispatchWithin, @DefaultValue Quorum quorum) {

    /// @throws IllegalArgumentException where a duration is out of range
    public ApprovalProperties {
        check("halo.approval.expiry", expiry);
        check("halo.approval.critical-expiry", criticalExpiry);
        check("halo.approval.dispatch-within", dispatchWithin);
    }

    /// For which tasks it takes more than one operator.
    ///
    /// @param critical tasks for critical weak points
    /// @param types tasks of these types
    /// @param operators how many different operators these take, 2 to 10
    public record Quorum(@DefaultValue("false") boolean critical, @DefaultValue List<String> types,
            @DefaultValue("2") int operators) {

        /// @throws IllegalArgumentException where the number is out of range
        public Quorum {
            if (operators < 2 || operators > 10) {
                throw new IllegalArgumentException(
                        "halo.approval.quorum.operators is %d; it must be between 2 and 10".formatted(operators));
            }
            types = List.copyOf(types);
        }
    }

    private static void check(String property, Duration value) {
        if (value.compareTo(Duration.ofMinutes(1)) < 0 || value.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be between 1 minute and 30 days".formatted(property, value));
        }
    }

    public Duration of(Severity severity) {
        return severity == Severity.CRITICAL ? criticalExpiry : expiry;
    }

    public int needed(RepairTask task) {
        return quorum.critical() && task.severity() == Severity.CRITICAL
                || quorum.types().contains(task.content().type()) ? quorum.operators() : 1;
    }
}
