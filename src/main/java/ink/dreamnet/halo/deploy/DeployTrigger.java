package ink.dreamnet.halo.deploy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import ink.dreamnet.halo.http.PollStore;
import ink.dreamnet.halo.trigger.Reading;
import ink.dreamnet.halo.trigger.Trigger;
import org.springframework.stereotype.Component;

/// Deploy trigger: runs HALO after deployments: a full cycle at once, and later ones of what belongs to it. [FollowUps] makes it fire.
@Component
class DeployTrigger implements Trigger {

    static final String NAME = "deploy";

    private final DeployProperties properties;
    private final DeployStore deploys;
    private final FollowUpStore followUps;
    private final VersionHistoryStore versions;
    private final Clock clock;

    DeployTrigger(DeployProperties properties, DeployStore deploys, FollowUpStore followUps,
            VersionHistoryStore versions, Clock clock) {
        this.properties = properties;
        this.deploys = deploys;
        this.followUps = followUps;
        this.versions = versions;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public String detail() {
        return properties.followUps().isEmpty()
                ? "on a deploy"
                : "on a deploy, and again at what belongs to it after " + properties.followUps().stream().sorted()
                        .map(after -> after.toSeconds() + " s").collect(Collectors.joining(", "));
    }

    @Override
    public Duration cooldown() {
        return properties.cooldown();
    }

    /// @return when the next follow-up is due
    @Override
    public Optional<Instant> nextFiring() {
        return followUps.nextDue();
    }

    @Override
    public List<Reading> readings() {
        Instant now = clock.instant();
        List<Deploy> last = deploys.between(Instant.EPOCH, now, 1);
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading(null, "deploys", (double) deploys.count(now.minus(properties.window()), now), null,
                properties.window().toMillis(), last.isEmpty() ? null : last.getFirst().at(),
                last.isEmpty() ? null : "the last was " + last.getFirst().describe()));
        versions.all().forEach(target -> readings.add(new Reading(target.name(), "version", null, null, null,
                target.goodAt(), describe(target))));
        return readings;
    }

    private String describe(PollStore.Standing target) {
        VersionHistory history = versions.versions(target.id());
        String known = history == null ? "" : "%s since %s".formatted(history.current().describe(), history.since());
        if (known.isEmpty() && target.failingSince() == null) {
            return "unknown: it is being asked for the first time";
        }
        return target.failingSince() == null
                ? known
                : "unknown since %s: %s%s".formatted(target.failingSince(), target.error(),
                        known.isEmpty() ? "" : "; it was " + known);
    }
}
