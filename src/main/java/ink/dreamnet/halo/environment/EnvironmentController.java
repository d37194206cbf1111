package ink.dreamnet.halo.environment;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.FleetController;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The environments over HTTP.
@RestController
@RequestMapping(EnvironmentController.PATH)
class EnvironmentController
        extends
            FleetController<EnvironmentSpec, WatchedEnvironment, EnvironmentController.EnvironmentAnswer, EnvironmentController.EnvironmentsAnswer> {

    static final String PATH = "/api/halo/environments";

    EnvironmentController(Definitions<EnvironmentSpec, WatchedEnvironment> environments, CurrentActor actor) {
        super(environments, actor, PATH);
    }

    record EnvironmentsAnswer(boolean ok, List<EnvironmentView> environments, @Nullable String next) {
    }

    record EnvironmentAnswer(boolean ok, EnvironmentView environment) {
    }

    @Override
    protected EnvironmentAnswer answer(WatchedEnvironment environment) {
        return new EnvironmentAnswer(true, EnvironmentView.of(environment));
    }

    @Override
    protected EnvironmentsAnswer answer(Page<WatchedEnvironment> page) {
        return new EnvironmentsAnswer(true, page.items().stream().map(EnvironmentView::of).toList(), page.next());
    }
}
