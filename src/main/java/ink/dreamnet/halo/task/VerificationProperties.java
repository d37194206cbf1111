package ink.dreamnet.halo.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When and how often HALO looks whether a repair has helped.
///
/// @param settle how long after its success a task is left alone before HALO looks, 0 to 24 h
/// @param settleOf the same for single task types (`[agent.revive]: 5m`), 0 to 24 h; by default 2 min for `agent.revive`,
///        because an agent must be heard of first, and 30 min for `squad.optimize`, because a squad must work first
/// @param looks how often HALO looks before it says that nobody can tell, 1 to 20
/// @param againAfter how long it waits between two looks, 1 s to 24 h
@ConfigurationProperties("halo.verification")
public record VerificationProperties(@DefaultValue("1m") Duration settle, @DefaultValue Map<String, Duration> settleOf,
        @DefaultValue("3") int looks, @DefaultValue("2m") Duration againAfter) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Map<String, Duration> KNOWN = Map.of("agent.revive", Duration.ofMinutes(2), "squad.optimize",
            Duration.ofMinutes(30));

    /// @throws IllegalArgumentException where a value is out of range
    public VerificationProperties {
        check("halo.verification.settle", settle, Duration.ZERO);
        settleOf.forEach((type, duration) -> check("halo.verification.settle-of[%s]".formatted(type), duration,
                Duration.ZERO));
        check("halo.verification.again-after", againAfter, Duration.ofSeconds(1));
        if (looks < 1 || looks > 20) {
            throw new IllegalArgumentException(
                    "halo.verification.looks is %d; it must be between 1 and 20".formatted(looks));
        }
        Map<String, Duration> all = new HashMap<>(KNOWN);
        all.putAll(settleOf);
        settleOf = Map.copyOf(all);
    }

    private static void check(String property, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("%s is %s; it must be between %d ms and 24 hours".formatted(property,
                    value, least.toMillis()));
        }
    }

    /// @return how long a task of a type is left alone after its success
    Duration settleFor(String type) {
        return settleOf.getOrDefault(type, settle);
    }
}
