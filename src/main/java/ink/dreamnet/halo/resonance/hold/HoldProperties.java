package ink.dreamnet.halo.resonance.hold;

import java.time.Duration;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How long repairs wait for another one.
///
/// @param hold how long repairs of five or more that fell together wait at most for what becomes of one of them, 0 to 7 days; fewer wait
///        half an hour at most. 0 lets none wait
@ConfigurationProperties("halo.plan")
record HoldProperties(@DefaultValue("24h") Duration hold) {

    private static final Duration LONGEST = Duration.ofDays(7);

    /// @throws IllegalArgumentException where it is out of range
    HoldProperties {
        Ranges.check("halo.plan.hold", hold, Duration.ZERO, LONGEST);
    }
}
