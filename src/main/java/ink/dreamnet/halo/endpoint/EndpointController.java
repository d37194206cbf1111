package ink.dreamnet.halo.endpoint;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.FleetController;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The endpoints over HTTP.
@RestController
@RequestMapping(EndpointController.PATH)
class EndpointController
        extends
            FleetController<EndpointSpec, Endpoint, EndpointController.EndpointAnswer, EndpointController.EndpointsAnswer> {

    static final String PATH = "/api/halo/endpoints";

    EndpointController(Definitions<EndpointSpec, Endpoint> endpoints, CurrentActor actor) {
        super(endpoints, actor, PATH);
    }

    record EndpointsAnswer(boolean ok, List<EndpointView> endpoints, @Nullable String next) {
    }

    record EndpointAnswer(boolean ok, EndpointView endpoint) {
    }

    @Override
    protected EndpointAnswer answer(Endpoint endpoint) {
        return new EndpointAnswer(true, EndpointView.of(endpoint));
    }

    @Override
    protected EndpointsAnswer answer(Page<Endpoint> page) {
        return new EndpointsAnswer(true, page.items().stream().map(EndpointView::of).toList(), page.next());
    }
}
