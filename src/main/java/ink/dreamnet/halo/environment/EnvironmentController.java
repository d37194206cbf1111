package ink.dreamnet.halo.environment;

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

/// The environments over HTTP.
@RestController
@RequestMapping(EnvironmentController.PATH)
@Tag(name = "Environments", description = "Whose variables are compared with what they should be")
class EnvironmentController
        extends
            FleetController<EnvironmentSpec, WatchedEnvironment, EnvironmentController.EnvironmentAnswer, EnvironmentController.EnvironmentsAnswer> {

    static final String PATH = "/api/halo/environments";

    EnvironmentController(Definitions<EnvironmentSpec, WatchedEnvironment> environments, SubjectStates states,
            CurrentActor actor) {
        super(environments, states, actor, PATH);
    }

    record EnvironmentsAnswer(boolean ok, List<EnvironmentView> environments, @Nullable String next) {
    }

    record EnvironmentAnswer(boolean ok, EnvironmentView environment) {
    }

    @Override
    protected EnvironmentAnswer answer(WatchedEnvironment environment, SubjectStatus status) {
        return new EnvironmentAnswer(true, EnvironmentView.of(environment, status));
    }

    @Override
    protected EnvironmentsAnswer answer(Page<WatchedEnvironment> page, Function<SubjectRef, SubjectStatus> statuses) {
        return new EnvironmentsAnswer(true,
                page.items().stream()
                        .map(each -> EnvironmentView.of(each,
                                statuses.apply(each.subject())))
                        .toList(),
                page.next());
    }
}
