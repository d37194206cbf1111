package ink.dreamnet.halo.squad;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.squad.SampleStore.Key;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

import static java.util.Objects.requireNonNull;

/// The squads over HTTP.
@RestController
@RequestMapping("/api/halo/squads")
@Tag(name = "squads")
class SquadController {

    private final SquadFleet fleet;
    private final SquadPull squadBuilder;
    private final SampleStore store;
    private final SampleLog log;
    private final SquadProperties properties;
    private final CurrentActor actor;
    private final Clock clock;

    SquadController(SquadFleet fleet, SquadPull squadBuilder, SampleStore store, SampleLog log,
            SquadProperties properties, CurrentActor actor, Clock clock) {
        this.fleet = fleet;
        this.squadBuilder = squadBuilder;
        this.store = store;
        this.log = log;
        this.properties = properties;
        this.actor = actor;
        this.clock = clock;
    }

    /// One squad.
    record SquadAnswer(boolean ok, SquadView squad) {
    }

    /// A page of squads.
    ///
    /// @param source when Squad Builder last answered; absent where it was never asked
    record SquadsAnswer(boolean ok, List<SquadView> squads, @Nullable String next, SourceState.@Nullable View source) {
    }

    /// That it was deleted.
    record DeletedAnswer(boolean ok, String id) {
    }

    /// The numbers as they were taken in.
    record NumbersAnswer(boolean ok, String id, SquadView.Numbers numbers) {
    }

    @Operation(summary = "List squads by id")
    @GetMapping
    SquadsAnswer list(PageQuery query) {
        Page<Squad> page = fleet.list(query);
        SourceState source = squadBuilder.state();
        Map<Key, Sample> latest = store.latest(page.items().stream().map(Squad::id).toList());
        Page<SquadView> views = page.map(squad -> view(squad, latest, source));
        return new SquadsAnswer(true, views.items(), views.next(), source.view(clock.instant()));
    }

    @Operation(summary = "Show one squad")
    @GetMapping("/{id}")
    SquadAnswer get(@PathVariable String id) {
        return answer(fleet.get(id));
    }

    @Operation(summary = "Register a squad or replace its definition")
    @PutMapping("/{id}")
    ResponseEntity<SquadAnswer> put(@PathVariable String id, @RequestBody SquadSpec squad) {
        Definitions.Put<Squad> put = fleet.put(id, squad, actor.get());
        SquadAnswer answer = answer(put.definition());
        URI location = UriComponentsBuilder.fromPath("/api/halo/squads").pathSegment(id).encode().build().toUri();
        return put.created() ? ResponseEntity.created(location).body(answer) : ResponseEntity.ok(answer);
    }

    @Operation(summary = "Forget a squad")
    @DeleteMapping("/{id}")
    DeletedAnswer delete(@PathVariable String id) {
        fleet.delete(id, actor.get());
        return new DeletedAnswer(true, id);
    }

    @Operation(summary = "Report the numbers of a registered squad")
    @PostMapping("/{id}/metrics")
    NumbersAnswer metrics(@PathVariable String id, @RequestBody MetricsReport report) {
        Sample sample = log.report(id, report);
        return new NumbersAnswer(true, id, SquadView.Numbers.of(Origin.PUSHED, sample, clock.millis(), false));
    }

    private SquadAnswer answer(Squad squad) {
        return new SquadAnswer(true, view(squad, store.latest(List.of(squad.id())), squadBuilder.state()));
    }

    private SquadView view(Squad squad, Map<Key, Sample> latest, SourceState source) {
        Optional<Origin> counted = squad.origins().stream()
                .filter(each -> latest.containsKey(new Key(squad.id(), each))).findFirst();
        if (counted.isEmpty()) {
            return SquadView.of(squad, null);
        }
        Origin origin = counted.get();
        Sample sample = requireNonNull(latest.get(new Key(squad.id(), origin)));
        long now = clock.millis();
        boolean old = sample.atMs() < now - properties.fresh().toMillis();
        boolean stale = old || origin == Origin.SQUAD_BUILDER && source.stale();
        return SquadView.of(squad, SquadView.Numbers.of(origin, sample, now, stale));
    }
}
