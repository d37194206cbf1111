package ink.dreamnet.halo.task;

import java.time.Duration;

import ink.dreamnet.halo.core.Severity;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long proposals wait for an operator.
///
/// @param expiry how long a proposal waits, 1 min to 30 days
/// @param criticalExpiry how long a proposal for a critical weak point waits, 1 min to 30 days
@ConfigurationProperties("halo.approval")
public record ApprovalProperties(@DefaultValue("24h") Duration expiry, @DefaultValue("4h") Duration criticalExpiry) {

    /// @throws IllegalArgumentException where a duration is out of range
    public ApprovalProperties {
        check("halo.approval.expiry", expiry);
        check("halo.approval.critical-expiry", criticalExpiry);
    }

    private static void check(String property, Duration value) {
        if (value.compareTo(Duration.ofMinutes(1)) < 0 || value.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be between 1 minute and 30 days".formatted(property, value));
        }
    }

    Duration of(Severity severity) {
        return severity == Severity.CRITICAL ? criticalExpiry : expiry;
    }
}
