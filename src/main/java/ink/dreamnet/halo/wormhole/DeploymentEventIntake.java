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

/// Takes what GitHub and GitLab tell of deployments in as events of the source `/github/acme/webshop`.
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
    public void keep(HookEvent told) {
        String source = EventLimits.required("repository", "/%s/%s".formatted(told.system(), told.repository()),
                WormholeEvent.MAX_SOURCE);
        String id = EventLimits.required("id", told.id(), WormholeEvent.MAX_SOURCE);
        Instant time = told.time() == null ? null : EventLimits.time("time", told.time());
        intake.accept(List.of(WormholeEvent.builder(Direction.IN, source, id, told.type(), clock.instant()).time(time)
                .severity(told.failed() ? EventSeverity.ERROR : EventSeverity.INFO)
                .source(told.system(), Texts.cut(told.repository(), EventLimits.MAX_SOURCE_ID)).labels(told.labels())
                .data(EventData.of(told.body())).build()));
    }
}
