package ink.dreamnet.halo.console.memory;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.console.layout.Chart;
import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.console.layout.Json;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.effect.EffectTable;
import ink.dreamnet.halo.memory.effect.EffectView;
import ink.dreamnet.halo.memory.effect.Standing;
import ink.dreamnet.halo.memory.evolution.Evolution;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.memory.trait.EntityQuery;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.memory.trait.TraitKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows what HALO has learned: what works, what it knows of everything, and how that evolves.
@Controller
class MemoryPages {

    private static final int A_PAGE = 50;
    private static final int CHANGES = 50;

    private final EffectTable effects;
    private final Entities entities;
    private final Evolution evolution;
    private final Json json;

    MemoryPages(EffectTable effects, Entities entities, Evolution evolution, Json json) {
        this.effects = effects;
        this.entities = entities;
        this.evolution = evolution;
        this.json = json;
    }

    @GetMapping("/memory")
    String whatWorks(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        String verdict = Filters.text(given, "verdict");
        Page<EffectView> found = effects.page(Filters.text(given, "strategy"), Filters.text(given, "code"),
                verdict == null ? null : Wire.parse(Standing.class, "verdict", verdict),
                new PageQuery(A_PAGE, page.before()));
        model.addAttribute("repairs", found.items());
        model.addAttribute("given", given);
        model.addAttribute("next", Filters.next("/memory", given, found.next()));
        model.addAttribute("standings", List.of(Standing.values()));
        model.addAttribute("charts", whole());
        return "memory";
    }

    @GetMapping("/memory/entities")
    String entities(@RequestParam Map<String, String> given, PageQuery page, Model model) {
        String trait = Filters.text(given, "trait");
        Page<EntityView> found = entities.find(EntityQuery.of(Filters.text(given, "kind"), trait, null,
                trait == null ? null : 1.0), new PageQuery(A_PAGE, page.before()));
        model.addAttribute("entities", found.items());
        model.addAttribute("given", given);
        model.addAttribute("kinds", List.of(EntityKind.values()));
        model.addAttribute("traits", List.of(TraitKey.values()));
        model.addAttribute("next", Filters.next("/memory/entities", given, found.next()));
        return "entities";
    }

    @GetMapping("/memory/{kind}/{id}")
    String entity(@PathVariable String kind, @PathVariable String id, Model model) {
        Entity entity = new Entity(Wire.parse(EntityKind.class, "kind", kind), id);
        EntityView view = entities.get(entity).orElseThrow(() -> new NotFoundException(kind, id));
        model.addAttribute("entity", view);
        model.addAttribute("changes", entities.changes(List.of(entity), CHANGES).getOrDefault(entity, List.of()));
        model.addAttribute("chart", traits(entity));
        return "entity";
    }

    /// How the traits of an entity evolved.
    private @Nullable String traits(Entity entity) {
        List<Evolution.Point> points = evolution.of(entity, null, null);
        Set<String> names = new TreeSet<>();
        points.forEach(point -> numbers(point, "traits").keySet().forEach(names::add));
        return chart(points, names, "traits");
    }

    /// How everything evolved: what was decided and what helped.
    private List<String> whole() {
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
            chart = chart.with(name, points.stream()
                    .map(point -> within == null ? number(point.members().get(name)) : numbers(point, within).get(name))
                    .toList());
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
