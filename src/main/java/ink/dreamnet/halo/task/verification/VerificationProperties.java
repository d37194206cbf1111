package ink.dreamnet.halo.task.verification;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.RepairTask;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When and how often HALO verifies whether a repair has helped.
///
/// @param settle how long after its success a task is left alone before it is verified, 0 to 24 h
/// @param settleOf the same for single steps, codes of weak points or task types, which count in this order (`page-human: 1h`,
///        `graft.flapping: 2h`, `agent.revive: 5m`), 0 to 24 h. Known are 4 h for `page-human`, because humans take their time;
///        2 min for `agent.revive`, because an agent must send a heartbeat first; 3 h for `squad.optimize` and 1 h for `graft.flapping`,
///        because these are judged by what happened within such a window
/// @param looks how many attempts end without a verdict before a task is inconclusive, 1 to 20
/// @param againAfter how long it waits between two attempts, 1 s to 24 h
@ConfigurationProperties("halo.verification")
public record VerificationProperties(@DefaultValue("1m") Duration settle, @DefaultValue Map<String, Duration> settleOf,
        @DefaultValue("3") int looks, @DefaultValue("2m") Duration againAfter) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Map<String, Duration> KNOWN = Map.of(RepairStep.PAGE_HUMAN, Duration.ofHours(4),
            "agent.revive",
            Duration.ofMinutes(2), "squad.optimize", Duration.ofHours(3), "graft.flapping", Duration.ofHours(1));

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

    /// @return how long a task is left alone after its success
    public Duration settleFor(RepairTask task) {
        Duration byType = settleOf.getOrDefault(task.content().type(), settle);
        Duration byCode = task.code() == null ? byType : settleOf.getOrDefault(task.code(), byType);
        return task.content().payload().get("step") instanceof String step
                ? settleOf.getOrDefault(step, byCode)
                : byCode;
    }
}
