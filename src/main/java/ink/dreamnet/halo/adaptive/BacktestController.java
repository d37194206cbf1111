package ink.dreamnet.halo.adaptive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.UnknownMembers;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.signal.CountRule;
import ink.dreamnet.halo.signal.CountTrigger;
import ink.dreamnet.halo.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Tries a trigger on a history.
@RestController
@RequestMapping("/api/halo/triggers")
@Tag(name = "Triggers")
class BacktestController {

    private static final int MAX_SAMPLES = 100_000;
    private static final List<String> SAMPLE = List.of("at", "value");
    private static final int MAX_PROBLEMS = 20;
    private static final double MAX_VALUE = 1e15;

    private final Triggers triggers;
    private final AdaptiveProperties adaptive;

    BacktestController(Triggers triggers, AdaptiveProperties adaptive) {
        this.triggers = triggers;
        this.adaptive = adaptive;
    }

    /// Which rule a backtest tries.
    enum Mode implements Wire {
        ADAPTIVE, FIXED
    }

    /// What differs from the configuration of the trigger.
    ///
    /// @param mode `adaptive` or `fixed`; where it is left out, the one that the other members belong to, or else `adaptive`
    /// @param threshold for `fixed`: how many within the window are enough
    /// @param windowMs for `fixed`: how far the window looks back
    /// @param cooldownMs for `fixed`: how long after a firing it does not fire again
    /// @param warmUpMs for `adaptive`: how long is only learned
    /// @param falseFiringsPerWeek for `adaptive`: how many firings in a week may be by chance
    /// @param minChange for `adaptive`: the least change, as a share of what was expected
    /// @param minCount for `adaptive`: the least change, in counts
    /// @param adoptAfter for `adaptive`: after how many samples a change is the new normal
    record Config(@Nullable String mode, @Nullable Long threshold, @Nullable Long windowMs, @Nullable Long cooldownMs,
            @Nullable Long warmUpMs, @Nullable Double falseFiringsPerWeek, @Nullable Double minChange,
            @Nullable Double minCount, @Nullable Integer adoptAfter) {

        static final Config NONE = new Config(null, null, null, null, null, null, null, null, null);

        /// @return the names of the members that are given, by the mode that they belong to
        Map<Mode, List<String>> given() {
            return Map.of(Mode.FIXED, names("threshold", threshold, "windowMs", windowMs, "cooldownMs", cooldownMs),
                    Mode.ADAPTIVE, names("warmUpMs", warmUpMs, "falseFiringsPerWeek", falseFiringsPerWeek, "minChange",
                            minChange, "minCount", minCount, "adoptAfter", adoptAfter));
        }

        private static List<String> names(@Nullable Object... members) {
            return IntStream.range(0, members.length / 2).filter(i -> members[2 * i + 1] != null)
                    .mapToObj(i -> String.valueOf(members[2 * i])).toList();
        }
    }

    /// @param series the history, `[{at, value}]`; of doubled times the last counts; `at` as ISO 8601 or milliseconds since 1970
    /// @param config what differs from the configuration
    record Order(@Schema(implementation = Backtest.Sample[].class) JsonNode series, @Nullable Config config) {
    }

    /// @param firings where the trigger would have fired
    /// @param scores for each sample of the series, with `scores=true`
    record BacktestAnswer(boolean ok, List<Backtest.Hit> firings, @Nullable List<Double> scores) {
    }

    /// @param scores whether the score of each sample is answered too
    @PostMapping("/{name}/backtest")
    @Operation(summary = "Says where a trigger would have fired on a history; nothing is stored")
    BacktestAnswer backtestTrigger(@PathVariable String name, @RequestParam(defaultValue = "false") boolean scores,
            @RequestBody Order order) {
        if (!(triggers.named(name) instanceof CountTrigger trigger)) {
            throw new ConflictException(
                    "The trigger '%s' does not go by counts; request-volume and error-rate do".formatted(name));
        }
        Config config = order.config() == null ? Config.NONE : order.config();
        List<Backtest.Sample> series = series(order.series());
        Backtest.Outcome outcome = switch (mode(config)) {
            case ADAPTIVE -> Backtest.adaptive(series, settings(config));
            case FIXED -> fixed(series, config, trigger.rule());
        };
        return new BacktestAnswer(true, outcome.firings(), scores ? outcome.scores() : null);
    }

    /// @return the mode that a configuration names, or else that its members belong to
    private static Mode mode(Config config) {
        Map<Mode, List<String>> given = config.given();
        List<String> fixed = given.getOrDefault(Mode.FIXED, List.of());
        Mode mode = config.mode() != null
                ? Wire.parse(Mode.class, "config.mode", config.mode())
                : fixed.isEmpty() ? Mode.ADAPTIVE : Mode.FIXED;
        Mode other = mode == Mode.FIXED ? Mode.ADAPTIVE : Mode.FIXED;
        given.getOrDefault(other, List.of()).stream().findFirst().ifPresent(foreign -> {
            String here = config.mode() == null ? "'%s' to it".formatted(fixed.getFirst()) : "this is it";
            throw new InvalidInputException("config." + foreign,
                    "does not belong to the mode %s, and %s".formatted(mode.wire(), here));
        });
        return mode;
    }

    private static Backtest.Outcome fixed(List<Backtest.Sample> series, Config config, CountRule rule) {
        long threshold = config.threshold() == null ? rule.threshold() : config.threshold();
        Duration window = config.windowMs() == null ? rule.window() : Duration.ofMillis(config.windowMs());
        Duration cooldown = config.cooldownMs() == null ? rule.cooldown() : Duration.ofMillis(config.cooldownMs());
        try {
            Ranges.check("threshold", threshold, 1, 1e12);
            Ranges.check("windowMs", window, Duration.ofSeconds(1), Duration.ofDays(7));
            Ranges.check("cooldownMs", cooldown, Duration.ZERO, Duration.ofDays(7));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException("config", String.valueOf(wrong.getMessage()));
        }
        return Backtest.fixed(series, threshold, window, cooldown);
    }

    private AdaptiveProperties settings(Config config) {
        try {
            return new AdaptiveProperties(
                    config.warmUpMs() == null ? adaptive.warmUp() : Duration.ofMillis(config.warmUpMs()),
                    config.falseFiringsPerWeek() == null
                            ? adaptive.falseFiringsPerWeek()
                            : config.falseFiringsPerWeek(),
                    config.minChange() == null ? adaptive.minChange() : config.minChange(),
                    config.minCount() == null ? adaptive.minCount() : config.minCount(),
                    config.adoptAfter() == null ? adaptive.adoptAfter() : config.adoptAfter());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException("config",
                    String.valueOf(wrong.getMessage()).replace("halo.triggers.adaptive.", ""));
        }
    }

    private static List<Backtest.Sample> series(@Nullable JsonNode list) {
        if (list == null || !list.isArray() || list.isEmpty() || list.size() > MAX_SAMPLES) {
            throw new InvalidInputException("series", list == null || !list.isArray()
                    ? "must be a list of {at, value}"
                    : "must have 1 to %d samples, not %d".formatted(MAX_SAMPLES, list.size()));
        }
        List<Backtest.Sample> series = new ArrayList<>(list.size());
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < list.size() && problems.size() < MAX_PROBLEMS; i++) {
            UnknownMembers.check("series[%d]".formatted(i), list.get(i), SAMPLE, problems);
            JsonNode value = list.get(i).path("value");
            Instant at = at("series[%d].at".formatted(i), list.get(i).path("at"), problems);
            if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= MAX_VALUE)) {
                problems.add(
                        new FieldProblem("series[%d].value".formatted(i), "must be a number from -10^15 to 10^15"));
            } else if (at != null) {
                series.add(new Backtest.Sample(at, value.doubleValue()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return series;
    }

    private static @Nullable Instant at(String field, JsonNode node, List<FieldProblem> problems) {
        try {
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                Instant at = Instant.ofEpochMilli(node.longValue());
                if (Math.abs(node.longValue()) < 1e14) {
                    return at;
                }
            } else if (node.isString()) {
                Instant at = OffsetDateTime.parse(node.stringValue()).toInstant();
                if (Math.abs(at.getEpochSecond()) < 1e11) {
                    return at;
                }
            }
        } catch (DateTimeException wrong) {
            problems.add(new FieldProblem(field,
                    "is no time: ISO 8601 with an offset (2026-11-24T10:00:00Z) or milliseconds since 1970"));
            return null;
        }
        problems.add(new FieldProblem(field,
                "must be a time: ISO 8601 with an offset (2026-11-24T10:00:00Z) or milliseconds since 1970"));
        return null;
    }
}
