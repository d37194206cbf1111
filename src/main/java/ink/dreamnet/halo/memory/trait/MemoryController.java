package ink.dreamnet.halo.memory.trait;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.effect.EffectTable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/memory")
@Tag(name = "Memory", description = "What HALO has learned of everything that it watches")
class MemoryController {

    private static final int CHANGES = 100;

    private final Entities entities;
    private final EffectTable effects;

    MemoryController(Entities entities, EffectTable effects) {
        this.entities = entities;
        this.effects = effects;
    }

    record EntitiesAnswer(boolean ok, List<EntityView> entities, @Nullable String next) {
    }

    /// What the memory knows of an entity, with its last changes.
    ///
    /// @param entity its members stand at this level
    /// @param changes its last changes, the newest first, at most 100
    record EntityDetail(@JsonUnwrapped EntityView entity, List<Change> changes) {
    }

    record EntityAnswer(boolean ok, EntityDetail entity) {
    }

    /// @param kind only entities of this kind: agent, squad, endpoint, environment, repository, graft, strategy, system
    /// @param trait the trait that `above` and `below` go by: reliability, latency, velocity, stability, recoverability, success
    /// @param above only entities whose trait is more, 0 to 1
    /// @param below only entities whose trait is less, 0 to 1
    /// @param verdict only strategies that have a repair of this verdict: learning, proven, avoid
    @GetMapping
    @Operation(summary = "Lists what the memory knows something about, with its traits", description = """
            By kind and id, or by the trait: the lowest first, with `above` the highest first.
            `before` is a `kind:id`.""")
    EntitiesAnswer listEntities(@RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String trait,
            @RequestParam(required = false) @Nullable Double above,
            @RequestParam(required = false) @Nullable Double below,
            @RequestParam(required = false) @Nullable String verdict, PageQuery page) {
        EntityQuery query = EntityQuery.of(kind, trait, above, below);
        Page<EntityView> found = verdict == null ? entities.find(query, page) : withVerdict(verdict, query, page);
        return new EntitiesAnswer(true, found.items(), found.next());
    }

    /// Only strategies have verdicts, and there are few of them.
    private Page<EntityView> withVerdict(String verdict, EntityQuery query, PageQuery page) {
        Set<String> names = effects.strategiesWith(verdict);
        if (query.kind() != null && query.kind() != EntityKind.STRATEGY) {
            return new Page<>(List.of(), null);
        }
        EntityQuery strategies = new EntityQuery(EntityKind.STRATEGY, query.trait(), query.above(), query.below());
        return Page.of(entities.find(strategies, new PageQuery(PageQuery.MAX_LIMIT, page.before())).items().stream()
                .filter(strategy -> names.contains(strategy.id())).limit(page.limit() + 1L).toList(), page,
                strategy -> new Entity(strategy.kind(), strategy.id()).toString());
    }

    /// @param kind the kind of the entity
    /// @param id the id of the entity
    @GetMapping(path = "/{kind}/{id}", params = "!view")
    @Operation(summary = "Shows what the memory knows of one entity", description = """
            A slash in an id is sent as %2F. With `view=evolution`, how it evolved day by day instead; a day on which nothing changed
            is as the day before.""")
    EntityAnswer getEntity(@PathVariable String kind, @PathVariable String id) {
        Entity entity = new Entity(Wire.parse(EntityKind.class, "kind", kind), id);
        EntityView view = entities.get(entity).orElseThrow(() -> new NotFoundException(kind, id));
        List<Change> changes = entities.changes(List.of(entity), CHANGES).getOrDefault(entity, List.of());
        return new EntityAnswer(true, new EntityDetail(view, changes));
    }
}
