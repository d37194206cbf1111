package ink.dreamnet.halo.agent;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// How many agents were in which state at the last analysis (`halo.agents`, by `state`).
@Component
class FleetGauges {

    private final Map<AgentState, AtomicInteger> agents = new EnumMap<>(AgentState.class);

    FleetGauges(MeterRegistry registry) {
        for (AgentState state : AgentState.values()) {
            AtomicInteger number = new AtomicInteger();
            agents.put(state, number);
            Gauge.builder("halo.agents", number, AtomicInteger::get).tag("state", state.wire())
                    .description("Agents by state at the last analysis").register(registry);
        }
    }

    void show(Map<AgentState, Integer> numbers) {
        agents.forEach((state, number) -> number.set(numbers.getOrDefault(state, 0)));
    }
}
