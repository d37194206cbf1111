package ink.dreamnet.halo.memory.evolution;

import java.time.LocalDate;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/memory")
@Tag(name = "Memory")
class EvolutionController {

    private final Entities entities;
    private final Evolution evolution;

    EvolutionController(Entities entities, Evolution evolution) {
        this.entities = entities;
        this.evolution = evolution;
    }

    /// @param kind what it is
    /// @param id its id
    /// @param evolution a point a day
    record EvolutionAnswer(boolean ok, EntityKind kind, String id, List<Evolution.Point> evolution) {
    }

    /// @param kind the kind of the entity
    /// @param id the id of the entity
    /// @param view `evolution`
    /// @param from the first day, as 2027-01-31; by default the 30 days up to yesterday
    /// @param to the last day, as 2027-01-31, at most 400 days later
    @GetMapping(path = "/{kind}/{id}", params = "view")
    EvolutionAnswer get(@PathVariable String kind, @PathVariable String id, @RequestParam String view,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to) {
        if (!view.equals("evolution")) {
            throw new InvalidInputException("view",
                    "'%s' is not evolution; leave it out for the traits".formatted(view));
        }
        Entity entity = new Entity(Wire.parse(EntityKind.class, "kind", kind), id);
        if (!entities.knows(entity)) {
            throw new NotFoundException(kind, id);
        }
        return new EvolutionAnswer(true, entity.kind(), id, evolution.of(entity, from, to));
    }
}
