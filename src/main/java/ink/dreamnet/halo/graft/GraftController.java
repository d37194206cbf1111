package ink.dreamnet.halo.graft;

import java.net.URI;
import java.time.Clock;
import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.source.SourceState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/// The grafts over HTTP.
@RestController
@RequestMapping("/api/halo/grafts")
@Tag(name = "grafts")
class GraftController {

    private final GraftFleet fleet;
    private final GraftPull engine;
    private final CurrentActor actor;
    private final Clock clock;

    GraftController(GraftFleet fleet, GraftPull engine, CurrentActor actor, Clock clock) {
        this.fleet = fleet;
        this.engine = engine;
        this.actor = actor;
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

    /// That it was deleted.
    record DeletedAnswer(boolean ok, String id) {
    }

    @Operation(summary = "List grafts by id")
    @GetMapping
    GraftsAnswer list(PageQuery query) {
        SourceState source = engine.state();
        Page<GraftView> page = fleet.list(query).map(graft -> GraftView.of(graft, source));
        return new GraftsAnswer(true, page.items(), page.next(), source.view(clock.instant()));
    }

    @Operation(summary = "Show one graft")
    @GetMapping("/{id}")
    GraftAnswer get(@PathVariable String id) {
        return answer(fleet.get(id));
    }

    @Operation(summary = "Register a graft, or say how it stands now")
    @PutMapping("/{id}")
    ResponseEntity<GraftAnswer> put(@PathVariable String id, @RequestBody GraftSpec graft) {
        Definitions.Put<Graft> put = fleet.put(id, graft, actor.get());
        GraftAnswer answer = answer(put.definition());
        URI location = UriComponentsBuilder.fromPath("/api/halo/grafts").pathSegment(id).encode().build().toUri();
        return put.created() ? ResponseEntity.created(location).body(answer) : ResponseEntity.ok(answer);
    }

    @Operation(summary = "Forget a graft")
    @DeleteMapping("/{id}")
    DeletedAnswer delete(@PathVariable String id) {
        fleet.delete(id, actor.get());
        return new DeletedAnswer(true, id);
    }

    private GraftAnswer answer(Graft graft) {
        return new GraftAnswer(true, GraftView.of(graft, engine.state()));
    }
}
