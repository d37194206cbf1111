package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.deploy.HookEvent;
import ink.dreamnet.halo.deploy.HookEvents;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.WormholeEvent;
import org.springframework.stereotype.Component;

/// Accepts the deployment webhooks of GitHub and GitLab as events of the source `/github/acme/webshop`.
@Component
class DeploymentEventIntake implements HookEvents {

    private final EventIntake intake;
    private final Clock clock;

    DeploymentEventIntake(EventIntake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
    }

    /// @throws ink.dreamnet.halo.core.InvalidInputException where the repository is no text that HALO keeps, or the time is none
    @Override
    public void accept(HookEvent event) {
        String source = EventLimits.required("repository", "/%s/%s".formatted(event.system(), event.repository()),
                WormholeEvent.MAX_SOURCE);
        String id = EventLimits.required("id", event.id(), WormholeEvent.MAX_SOURCE);
        Instant time = event.time() == null ? null : EventLimits.time("time", event.time());
        intake.acceptTogether(List.of(WormholeEvent.builder(Direction.IN, source, id, event.type(), clock.instant())
                .time(time)
                .severity(event.failed() ? EventSeverity.ERROR : EventSeverity.INFO)
                .source(event.system(), Texts.cut(event.repository(), EventLimits.MAX_SOURCE_ID)).labels(event.labels())
                .data(EventData.of(event.body())).build()));
    }
}
