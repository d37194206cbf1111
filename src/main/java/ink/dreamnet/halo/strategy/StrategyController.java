package ink.dreamnet.halo.strategy;

import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/strategies")
@Tag(name = "Strategies", description = "What proposes repairs, and what it may not propose any more")
class StrategyController {

    private static final int MAX_CODE = 100;
    private static final int MAX_COMMENT = 2000;

    private final StrategyRegistry strategies;
    private final StrategyStops stops;
    private final CurrentActor actor;

    StrategyController(StrategyRegistry strategies, StrategyStops stops, CurrentActor actor) {
        this.strategies = strategies;
        this.stops = stops;
        this.actor = actor;
    }

    /// A strategy, and where it may not repair.
    ///
    /// @param name the strategy
    /// @param stopped for which kinds of weak points it is stopped, because it did harm
    record StrategyView(String name, List<StrategyStop> stopped) {
    }

    record StrategiesAnswer(boolean ok, List<StrategyView> strategies) {
    }

    /// @param stops all its stops, the newest first, those that were released included
    record StrategyAnswer(boolean ok, StrategyView strategy, List<StrategyStop> stops) {
    }

    record StopAnswer(boolean ok, StrategyStop stop) {
    }

    /// @param code for which kind of weak point it is to go on, 1 to 100 characters; required
    /// @param comment the operator's words, at most 2,000 characters
    record Release(@Nullable String code, @Nullable String comment) {
        Release {
            Texts.check("comment", comment, MAX_COMMENT);
        }
    }

    @GetMapping
    @Operation(summary = "Lists the strategies, and for what they are stopped")
    StrategiesAnswer list() {
        List<StrategyStop> stopped = stops.active();
        return new StrategiesAnswer(true, strategies.all().keySet().stream().sorted()
                .map(name -> new StrategyView(name, of(stopped, name))).toList());
    }

    @GetMapping("/{name}")
    @Operation(summary = "Shows a strategy with its stops, those that were released included")
    StrategyAnswer get(@PathVariable String name) {
        require(name);
        return new StrategyAnswer(true, new StrategyView(name, of(stops.active(), name)), stops.of(name));
    }

    @PostMapping("/{name}/release")
    @Operation(summary = "Lets a strategy that did harm repair a kind of weak point again")
    StopAnswer release(@PathVariable String name, @RequestBody Release release) {
        require(name);
        String code = release.code();
        if (code == null || code.isBlank() || code.length() > MAX_CODE) {
            throw new InvalidInputException("code",
                    "must be the code of a weak point (endpoint.down), 1 to %d characters".formatted(MAX_CODE));
        }
        Texts.check("code", code, MAX_CODE);
        return new StopAnswer(true, stops.release(name, code, release.comment(), actor.get()));
    }

    private static List<StrategyStop> of(List<StrategyStop> stops, String name) {
        return stops.stream().filter(stop -> stop.strategy().equals(name)).toList();
    }

    /// A strategy of a plug-in that was taken away may still be stopped.
    private void require(String name) {
        if (!strategies.all().containsKey(name) && stops.of(name).isEmpty()) {
            throw new NotFoundException("strategy", name);
        }
    }
}
