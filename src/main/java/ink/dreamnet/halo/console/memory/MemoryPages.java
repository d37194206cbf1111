package ink.dreamnet.halo.console.memory;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.console.layout.Filters;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.effect.EffectTable;
import ink.dreamnet.halo.memory.effect.EffectView;
import ink.dreamnet.halo.memory.effect.Standing;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.memory.trait.EntityQuery;
import ink.dreamnet.halo.memory.trait.EntityView;
import ink.dreamnet.halo.memory.trait.TraitKey;
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
    private final Charts charts;

    MemoryPages(EffectTable effects, Entities entities, Charts charts) {
        this.effects = effects;
        this.entities = entities;
        this.charts = charts;
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
        model.addAttribute("charts", charts.whole());
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
        model.addAttribute("chart", charts.traits(entity));
        return "entity";
    }
}
