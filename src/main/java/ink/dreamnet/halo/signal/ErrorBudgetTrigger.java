package ink.dreamnet.halo.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.trigger.CycleOrder;
import ink.dreamnet.halo.trigger.Reading;
import ink.dreamnet.halo.trigger.TriggerGate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Fires where the error budget of a source with an objective burns too fast.
@Component
class ErrorBudgetTrigger implements SignalTrigger {

    private static final String NAME = "error-budget";
    private static final String MEASURE = "burn-rate";
    private static final String UNKNOWN = "unknown: no requests were reported within the window";
    private static final int MAX_REASON = 500;

    private final ErrorBudgetProperties properties;
    private final SignalStore store;
    private final TriggerGate gate;
    private final Clock clock;

    ErrorBudgetTrigger(ErrorBudgetProperties properties, SignalStore store, TriggerGate gate, Clock clock) {
        this.properties = properties;
        this.store = store;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public String detail() {
        return properties.objectives().isEmpty()
                ? "never: no source has an objective (halo.triggers.error-budget.objectives)"
                : "where an error budget burns at 14.4 over 1 h and 5 min, or at 6 over 6 h and 30 min; %d objectives"
                        .formatted(properties.objectives().size());
    }

    @Override
    public Duration cooldown() {
        return properties.cooldown();
    }

    @Override
    public Duration coarseReach() {
        return BurnRate.REACH;
    }

    @Override
    public Optional<CycleOrder> evaluate(Instant now) {
        if (properties.objectives().isEmpty() || !gate.enabled(this)) {
            return Optional.empty();
        }
        Map<Duration, Map<String, Counts>> windows = windows(now);
        List<String> reasons = new ArrayList<>();
        for (ErrorBudgetProperties.Objective objective : properties.objectives()) {
            burning(objective, windows).ifPresent(reasons::add);
        }
        if (reasons.isEmpty()) {
            gate.calm(this);
            return Optional.empty();
        }
        return Optional.of(CycleOrder.full(NAME, Texts.cut(String.join("; ", reasons), MAX_REASON), Actor.HALO));
    }

    private Map<Duration, Map<String, Counts>> windows(Instant now) {
        Map<Duration, Map<String, Counts>> windows = new HashMap<>();
        for (BurnRate alert : BurnRate.ALL) {
            for (Duration window : List.of(alert.longer(), alert.shorter())) {
                windows.put(window, store.window(SignalStore.COARSE, now, window));
            }
        }
        return windows;
    }

    private Optional<String> burning(ErrorBudgetProperties.Objective objective,
            Map<Duration, Map<String, Counts>> windows) {
        String source = objective.name();
        for (BurnRate alert : BurnRate.ALL) {
            Counts longer = windows.getOrDefault(alert.longer(), Map.of()).get(source);
            Counts shorter = windows.getOrDefault(alert.shorter(), Map.of()).get(source);
            if (longer != null && alert.reached(longer, shorter, objective.budget(), properties.minErrors())) {
                return Optional.of(
                        "%s: %s of the error budget of %s %%, %.1f times over %d min and %.1f times over %d min (%d of %d requests failed)"
                                .formatted(source, alert.name(), Ranges.plain(objective.slo()),
                                        BurnRate.of(longer, objective.budget()), alert.longer().toMinutes(),
                                        BurnRate.of(shorter, objective.budget()), alert.shorter().toMinutes(),
                                        longer.errors(), longer.requests()));
            }
        }
        return Optional.empty();
    }

    /// @return the alert that is closest to firing, and then the windows of all
    @Override
    public List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        if (properties.objectives().isEmpty()) {
            return readings;
        }
        Map<Duration, Map<String, Counts>> windows = windows(clock.instant());
        Map<String, Instant> sources = store.sources();
        List<Reading> alerts = new ArrayList<>();
        for (ErrorBudgetProperties.Objective objective : properties.objectives()) {
            Instant observed = sources.get(objective.name());
            for (BurnRate alert : BurnRate.ALL) {
                Counts longer = windows.getOrDefault(alert.longer(), Map.of()).get(objective.name());
                Counts shorter = windows.getOrDefault(alert.shorter(), Map.of()).get(objective.name());
                alerts.add(new Reading(objective.name(), MEASURE, BurnRate.both(longer, shorter, objective.budget()),
                        alert.rate(), alert.longer().toMillis(), observed, standing(alert, longer, shorter)));
                readings.add(window(objective, alert, alert.longer(), longer, observed));
                readings.add(window(objective, alert, alert.shorter(), shorter, observed));
            }
        }
        readings.addFirst(alerts.stream().reduce((one, other) -> other.share() > one.share() ? other : one)
                .orElseThrow());
        return readings;
    }

    private String standing(BurnRate alert, @Nullable Counts longer, @Nullable Counts shorter) {
        if (longer == null || shorter == null || longer.requests() == 0 || shorter.requests() == 0) {
            return UNKNOWN;
        }
        String few = longer.errors() < properties.minErrors()
                ? "; it does not fire below %d errors".formatted(properties.minErrors())
                : "";
        return "%s, the lesser of both windows%s".formatted(alert.name(), few);
    }

    private static Reading window(ErrorBudgetProperties.Objective objective, BurnRate alert, Duration window,
            @Nullable Counts counts, @Nullable Instant observed) {
        Double burn = BurnRate.of(counts, objective.budget());
        return new Reading(objective.name(), MEASURE, burn, alert.rate(), window.toMillis(), observed,
                burn == null ? UNKNOWN : alert.name());
    }
}
