package ink.dreamnet.halo.graft;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.fleet.FleetController;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The grafts over HTTP.
@RestController
@RequestMapping(GraftController.PATH)
@Tag(name = "Grafts", description = "Grafts, and how they get on")
class GraftController
        extends
            FleetController<GraftSpec, Graft, GraftController.GraftAnswer, GraftController.GraftsAnswer> {

    static final String PATH = "/api/halo/grafts";

    private final GraftPull engine;
    private final Clock clock;

    GraftController(GraftFleet fleet, GraftPull engine, SubjectStates states, CurrentActor actor, Clock clock) {
        super(fleet, states, actor, PATH);
        this.engine = engine;
        this.clock = clock;
    }

    /// One graft.
    record GraftAnswer(boolean ok, GraftView graft) {
    }

    /// A page of grafts.
    ///
    /// @param source when the Graft Engine last answered; absent where it was never asked
    record GraftsAnswer(boolean ok, List<GraftView> grafts, @Nullable String next, SourceState.@Nullable View source) {
    }

    @Override
    protected GraftAnswer answer(Graft graft, SubjectStatus status) {
        return new GraftAnswer(true, GraftView.of(graft, engine.state(), status));
    }

    @Override
    protected GraftsAnswer answer(Page<Graft> page, Function<SubjectRef, SubjectStatus> statuses) {
        SourceState source = engine.state();
        return new GraftsAnswer(true,
                page.items().stream()
                        .map(graft -> GraftView.of(graft, source,
                                statuses.apply(graft.subject())))
                        .toList(),
                page.next(), source.view(clock.instant()));
    }
}
