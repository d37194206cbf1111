package ink.dreamnet.halo.deploy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How HALO follows up deploys (`halo.triggers.deploy.*`).
///
/// @param enabled whether a deploy makes HALO run; it is recorded and named by weak points also where not
/// @param cooldown how long after a firing the trigger does not fire again, 0 to 1 h; what comes meanwhile is served
///        together at the end
/// @param followUps how long after a deploy HALO checks again what belongs to it, at most 10 times, each from 1 s to 24 h
/// @param window how long after a deploy a weak point that opens names it, 0 to 24 h
/// @param keep how long deploys are kept, 1 d to 10 years
/// @param info services that HALO asks which version they are, at most 500; a change is a deploy
@ConfigurationProperties("halo.triggers.deploy")
record DeployProperties(@DefaultValue("true") boolean enabled, @DefaultValue("15s") Duration cooldown,
        @DefaultValue({
                "1m", "5m", "15m"}) List<Duration> followUps,
        @DefaultValue("30m") Duration window,
        @DefaultValue("90d") Duration keep, @DefaultValue List<InfoTarget> info) {

    private static final String PREFIX = "halo.triggers.deploy.";
    private static final int MOST_FOLLOW_UPS = 10;
    private static final int MOST_TARGETS = 500;

    /// @throws IllegalArgumentException where a value is out of its range
    DeployProperties {
        followUps = List.copyOf(followUps);
        Ranges.check(PREFIX + "cooldown", cooldown, Duration.ZERO, Duration.ofHours(1));
        Ranges.check("the number of " + PREFIX + "follow-ups", followUps.size(), 0, MOST_FOLLOW_UPS);
        for (int i = 0; i < followUps.size(); i++) {
            Ranges.check(PREFIX + "follow-ups[%d]".formatted(i), followUps.get(i), Duration.ofSeconds(1),
                    Duration.ofHours(24));
        }
        if (new HashSet<>(followUps).size() < followUps.size()) {
            throw new IllegalArgumentException(PREFIX + "follow-ups has a time twice: " + followUps);
        }
        Ranges.check(PREFIX + "window", window, Duration.ZERO, Duration.ofHours(24));
        info = List.copyOf(info);
        Ranges.check("the number of " + PREFIX + "info[]", info.size(), 0, MOST_TARGETS);
        for (int i = 0; i < info.size(); i++) {
            info.get(i).check(PREFIX + "info[%d]".formatted(i));
        }
        if (info.stream().map(InfoTarget::id).distinct().count() < info.size()) {
            throw new IllegalArgumentException(PREFIX + "info has the same service, environment and url twice");
        }
        Ranges.check(PREFIX + "keep", keep, Duration.ofDays(1), Duration.ofDays(3660));
    }
}
