package ink.dreamnet.halo.subject;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long it is believed that subjects are as they were observed.
///
/// @param holdsFor how long after the last cycle over everything; then every subject is unknown until it is observed again. 1 minute
///        to 7 days; it should be longer than two cycles are apart
@ConfigurationProperties("halo.subjects")
public record SubjectProperties(@DefaultValue("1h") Duration holdsFor) {

    /// @throws IllegalArgumentException where a value is out of range
    public SubjectProperties {
        Ranges.check("halo.subjects.holds-for", holdsFor, Duration.ofMinutes(1), Duration.ofDays(7));
    }
}
