package ink.dreamnet.halo.endpoint;

import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.FleetController;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The endpoints over HTTP.
@RestController
@RequestMapping(EndpointController.PATH)
@Tag(name = "Endpoints", description = "What is probed over the network")
class EndpointController
        extends
            FleetController<EndpointSpec, Endpoint, EndpointController.EndpointAnswer, EndpointController.EndpointsAnswer> {

    static final String PATH = "/api/halo/endpoints";

    EndpointController(Definitions<EndpointSpec, Endpoint> endpoints, SubjectStates states,
            CurrentActor actor) {
        super(endpoints, states, actor, PATH);
    }

    record EndpointsAnswer(boolean ok, List<EndpointView> endpoints, @Nullable String next) {
    }

    record EndpointAnswer(boolean ok, EndpointView endpoint) {
    }

    @Override
    protected EndpointAnswer answer(Endpoint endpoint, SubjectStatus status) {
        return new EndpointAnswer(true, EndpointView.of(endpoint, status));
    }

    @Override
    protected EndpointsAnswer answer(Page<Endpoint> page, Function<SubjectRef, SubjectStatus> statuses) {
        return new EndpointsAnswer(true, page.items().stream()
                .map(each -> EndpointView.of(each, statuses.apply(each.subject())))
                .toList(), page.next());
    }
}
