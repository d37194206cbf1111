package ink.dreamnet.halo.squad;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.fleet.FleetController;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.squad.SampleStore.Key;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static java.util.Objects.requireNonNull;

/// The squads over HTTP.
@RestController
@RequestMapping(SquadController.PATH)
@Tag(name = "Squads", description = "Squads, and how much they get done")
class SquadController
        extends
            FleetController<SquadSpec, Squad, SquadController.SquadAnswer, SquadController.SquadsAnswer> {

    static final String PATH = "/api/halo/squads";

    private final SquadPull squadBuilder;
    private final SampleStore store;
    private final SampleLog log;
    private final SquadProperties properties;
    private final Clock clock;

    SquadController(SquadFleet fleet, SquadPull squadBuilder, SampleStore store, SampleLog log,
            SquadProperties properties, SubjectStates states, CurrentActor actor, Clock clock) {
        super(fleet, states, actor, PATH);
        this.squadBuilder = squadBuilder;
        this.store = store;
        this.log = log;
        this.properties = properties;
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

    /// The numbers as they were taken in.
    ///
    /// @param id the squad
    record NumbersAnswer(boolean ok, String id, SquadView.Numbers numbers) {
    }

    @Operation(summary = "Takes in the counters of a registered squad")
    @PostMapping("/{id}/metrics")
    NumbersAnswer reportSquadMetrics(@PathVariable String id, @RequestBody MetricsReport report) {
        Sample sample = log.report(id, report);
        return new NumbersAnswer(true, id, SquadView.Numbers.of(Origin.PUSHED, sample, clock.millis(), false));
    }

    @Override
    protected SquadAnswer answer(Squad squad, SubjectStatus status) {
        return new SquadAnswer(true, view(squad, store.latest(List.of(squad.id())), squadBuilder.state(), status));
    }

    @Override
    protected SquadsAnswer answer(Page<Squad> page, Function<SubjectRef, SubjectStatus> statuses) {
        SourceState source = squadBuilder.state();
        Map<Key, Sample> latest = store.latest(page.items().stream().map(Squad::id).toList());
        return new SquadsAnswer(true,
                page.items().stream()
                        .map(squad -> view(squad, latest, source,
                                statuses.apply(squad.subject())))
                        .toList(),
                page.next(), source.view(clock.instant()));
    }

    private SquadView view(Squad squad, Map<Key, Sample> latest, SourceState source, SubjectStatus status) {
        Optional<Origin> counted = squad.origins().stream()
                .filter(each -> latest.containsKey(new Key(squad.id(), each))).findFirst();
        if (counted.isEmpty()) {
            return SquadView.of(squad, null, status);
        }
        Origin origin = counted.get();
        Sample sample = requireNonNull(latest.get(new Key(squad.id(), origin)));
        long now = clock.millis();
        boolean old = sample.atMs() < now - properties.fresh().toMillis();
        boolean stale = old || origin == Origin.SQUAD_BUILDER && source.stale();
        return SquadView.of(squad, SquadView.Numbers.of(origin, sample, now, stale), status);
    }
}
