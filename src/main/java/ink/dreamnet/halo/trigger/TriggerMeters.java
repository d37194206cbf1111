package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.GaugeReading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// The gauges `halo.trigger.enabled`, `halo.trigger.value` and `halo.trigger.threshold` of each trigger.
@Component
class TriggerMeters implements SmartInitializingSingleton {

    private final Triggers triggers;
    private final MeterRegistry registry;
    private final GaugeReading<Map<String, TriggerView>> views;

    TriggerMeters(Triggers triggers, MeterRegistry registry, Clock clock) {
        this.triggers = triggers;
        this.registry = registry;
        this.views = new GaugeReading<>(() -> triggers.list().stream()
                .collect(Collectors.toMap(TriggerView::name, Function.identity())), clock);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Trigger trigger : triggers.all()) {
            gauge("halo.trigger.enabled", trigger.name(), "1 where the trigger fires at present",
                    view -> view.enabled() ? 1 : 0);
            gauge("halo.trigger.value", trigger.name(), "Where the first reading of the trigger stands",
                    view -> number(view.value()));
            gauge("halo.trigger.threshold", trigger.name(), "From which value on the trigger fires",
                    view -> number(view.threshold()));
        }
    }

    private void gauge(String meter, String trigger, String description, ToDoubleFunction<TriggerView> number) {
        Gauge.builder(meter, () -> views.value(all -> number.applyAsDouble(Objects.requireNonNull(all.get(trigger)))))
                .tag("trigger", trigger).description(description).register(registry);
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
