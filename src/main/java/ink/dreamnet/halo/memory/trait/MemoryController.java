package ink.dreamnet.halo.memory.trait;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Wire;
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

    MemoryController(Entities entities) {
        this.entities = entities;
    }

    record EntitiesAnswer(boolean ok, List<EntityView> entities, @Nullable String next) {
    }

    /// @param entity its members stand at this level
    /// @param changes its last changes, the newest first, at most 100
    record EntityDetail(@JsonUnwrapped EntityView entity, List<Change> changes) {
    }

    record EntityAnswer(boolean ok, EntityDetail entity) {
    }

    @GetMapping
    @Operation(summary = "Lists what the memory knows something about, with its traits", description = """
            `kind`: agent, squad, endpoint, environment, repository, graft, strategy, system; `trait`: reliability, latency,
            velocity, stability, recoverability, success, with `below` or `above` (0 to 1). By kind and id, or by the trait: the
            lowest first, with `above` the highest first. `before` is a `kind:id`.""")
    EntitiesAnswer list(@RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String trait,
            @RequestParam(required = false) @Nullable Double above,
            @RequestParam(required = false) @Nullable Double below, PageQuery page) {
        Page<EntityView> found = entities.find(EntityQuery.of(kind, trait, above, below), page);
        return new EntitiesAnswer(true, found.items(), found.next());
    }

    @GetMapping(path = "/{kind}/{id}", params = "!view")
    @Operation(summary = "Shows what the memory knows of one entity", description = "A slash in an id is sent as %2F.")
    EntityAnswer get(@PathVariable String kind, @PathVariable String id) {
        Entity entity = new Entity(Wire.parse(EntityKind.class, "kind", kind), id);
        EntityView view = entities.get(entity).orElseThrow(() -> new NotFoundException(kind, id));
        List<Change> changes = entities.changes(List.of(entity), CHANGES).getOrDefault(entity, List.of());
        return new EntityAnswer(true, new EntityDetail(view, changes));
    }
}
