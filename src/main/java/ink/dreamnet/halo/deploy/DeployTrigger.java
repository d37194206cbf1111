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

/// Fires after a deploy: a full cycle at once, and later ones that look only at what belongs to it. [FollowUps] makes it
/// fire.
@Component
class DeployTrigger implements Trigger {

    static final String NAME = "deploy";

    private final DeployProperties properties;
    private final DeployStore deploys;
    private final FollowUpStore looks;
    private final VersionStatusStore sightings;
    private final Clock clock;

    DeployTrigger(DeployProperties properties, DeployStore deploys, FollowUpStore looks,
            VersionStatusStore sightings, Clock clock) {
        this.properties = properties;
        this.deploys = deploys;
        this.looks = looks;
        this.sightings = sightings;
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

    /// @return when the next look that waits is due
    @Override
    public Optional<Instant> nextFiring() {
        return looks.nextDue();
    }

    @Override
    public List<Reading> readings() {
        Instant now = clock.instant();
        List<Deploy> last = deploys.between(Instant.EPOCH, now, 1);
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading(null, "deploys", (double) deploys.count(now.minus(properties.window()), now), null,
                properties.window().toMillis(), last.isEmpty() ? null : last.getFirst().at(),
                last.isEmpty() ? null : "the last was " + last.getFirst().words()));
        sightings.all().forEach(sighting -> readings.add(new Reading(sighting.name(), "version", null, null, null,
                sighting.goodAt(), words(sighting))));
        return readings;
    }

    private String words(PollStore.Standing sighting) {
        VersionHistory versions = sightings.versions(sighting.id());
        String known = versions == null ? "" : "%s since %s".formatted(versions.current().words(), versions.since());
        if (known.isEmpty() && sighting.failingSince() == null) {
            return "unknown: it is being asked for the first time";
        }
        return sighting.failingSince() == null
                ? known
                : "unknown since %s: %s%s".formatted(sighting.failingSince(), sighting.error(),
                        known.isEmpty() ? "" : "; it was " + known);
    }
}
