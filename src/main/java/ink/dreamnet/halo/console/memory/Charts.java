package ink.dreamnet.halo.console.memory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.console.layout.Chart;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.memory.evolution.Evolution;
import ink.dreamnet.halo.memory.trait.Entity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Draws how what HALO knows evolved.
@Component
public class Charts {

    private final Evolution evolution;
    private final Json json;

    Charts(Evolution evolution, Json json) {
        this.evolution = evolution;
        this.json = json;
    }

    /// @return how the traits of an entity evolved, by day; null where too little is known
    public @Nullable String traits(Entity entity) {
        List<Evolution.Point> points = evolution.of(entity, null, null);
        Set<String> names = new TreeSet<>();
        points.forEach(point -> numbers(point, "traits").keySet().forEach(names::add));
        return chart(points, names, "traits");
    }

    /// @return how everything evolved: what was decided and what helped
    List<String> whole() {
        List<Evolution.Point> points = evolution.of(Entity.SYSTEM, null, null);
        List<String> charts = new ArrayList<>();
        for (Set<String> names : List.of(Set.of("approved", "rejected", "expired"),
                Set.of("effective", "ineffective", "harmful"), Set.of("healed", "repaired"))) {
            String chart = chart(points, new TreeSet<>(names), null);
            if (chart != null) {
                charts.add(chart);
            }
        }
        return charts;
    }

    private @Nullable String chart(List<Evolution.Point> points, Set<String> names, @Nullable String within) {
        if (points.size() < 2 || names.isEmpty()) {
            return null;
        }
        Chart chart = Chart.of(points.stream().map(Evolution.Point::day).map(LocalDate::toEpochDay)
                .map(day -> day * 86_400).toList());
        for (String name : names) {
            List<@Nullable Double> values = new ArrayList<>();
            points.forEach(point -> values
                    .add(within == null ? number(point.members().get(name)) : numbers(point, within).get(name)));
            chart = chart.with(name, values);
        }
        return json.compact(chart);
    }

    private static Map<String, Double> numbers(Evolution.Point point, String member) {
        Map<String, Double> numbers = new HashMap<>();
        if (point.members().get(member) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                Double number = number(value);
                if (number != null) {
                    numbers.put(String.valueOf(name), number);
                }
            });
        }
        return numbers;
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : null;
    }
}
