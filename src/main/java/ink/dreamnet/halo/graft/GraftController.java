package ink.dreamnet.halo.graft;

import java.time.Clock;
import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.registry.fleet.FleetController;
import ink.dreamnet.halo.registry.source.SourceState;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The grafts over HTTP.
@RestController
@RequestMapping(GraftController.PATH)
@Tag(name = "grafts")
class GraftController
        extends
            FleetController<GraftSpec, Graft, GraftController.GraftAnswer, GraftController.GraftsAnswer> {

    static final String PATH = "/api/halo/grafts";

    private final GraftPull engine;
    private final Clock clock;

    GraftController(GraftFleet fleet, GraftPull engine, CurrentActor actor, Clock clock) {
        super(fleet, actor, PATH);
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
    protected GraftAnswer answer(Graft graft) {
        return new GraftAnswer(true, GraftView.of(graft, engine.state()));
    }

    @Override
    protected GraftsAnswer answer(Page<Graft> page) {
        SourceState source = engine.state();
        return new GraftsAnswer(true, page.items().stream().map(graft -> GraftView.of(graft, source)).toList(),
                page.next(), source.view(clock.instant()));
    }
}
