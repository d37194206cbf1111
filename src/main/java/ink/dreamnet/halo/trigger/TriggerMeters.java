package ink.dreamnet.halo.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// The gauges `halo.trigger.enabled`, `halo.trigger.value` and `halo.trigger.threshold` of each trigger. They are read from
/// the database at most every five seconds.
@Component
class TriggerMeters implements SmartInitializingSingleton {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Triggers triggers;
    private final MeterRegistry registry;
    private final Clock clock;
    private Map<String, TriggerView> views = Map.of();
    private Instant readAt = Instant.EPOCH;

    TriggerMeters(Triggers triggers, MeterRegistry registry, Clock clock) {
        this.triggers = triggers;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Trigger trigger : triggers.all()) {
            String name = trigger.name();
            gauge("halo.trigger.enabled", name, "1 where the trigger fires at present",
                    () -> view(name).enabled() ? 1 : 0);
            gauge("halo.trigger.value", name, "Where the first reading of the trigger stands",
                    () -> number(view(name).value()));
            gauge("halo.trigger.threshold", name, "From which value on the trigger fires",
                    () -> number(view(name).threshold()));
        }
    }

    private void gauge(String meter, String trigger, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(meter, value).tag("trigger", trigger).description(description).register(registry);
    }

    private static Number number(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private synchronized TriggerView view(String name) {
        Instant now = clock.instant();
        TriggerView known = views.get(name);
        if (known == null || Duration.between(readAt, now).compareTo(FRESH) > 0) {
            Map<String, TriggerView> read = new HashMap<>();
            triggers.list().forEach(view -> read.put(view.name(), view));
            views = read;
            readAt = now;
            known = read.get(name);
        }
        if (known == null) {
            throw new IllegalStateException("there is no trigger '%s'".formatted(name));
        }
        return known;
    }
}
