package ink.dreamnet.halo.memory.dna;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.memory.trait.Change;
import ink.dreamnet.halo.memory.trait.Entities;
import ink.dreamnet.halo.memory.trait.Entity;
import ink.dreamnet.halo.memory.trait.EntityKind;
import ink.dreamnet.halo.memory.trait.EntityView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// DreamNet's own calls of Memory DNA. Also refusals have its form, and not that of HALO's API.
@RestController
@RequestMapping("/api/dna")
@Tag(name = "Memory DNA", description = "What DreamNet's clients read")
class DnaController {

    /// How many records a list has.
    static final int MOST = 500;
    private static final int HISTORY = 25;
    /// A kind that only DreamNet knows, of which HALO watches nothing.
    private static final String SPORE = "spore";
    private static final Map<String, EntityKind> TYPES = Map.of("agent", EntityKind.AGENT, "squad", EntityKind.SQUAD,
            "endpoint", EntityKind.ENDPOINT);

    private final Entities entities;

    DnaController(Entities entities) {
        this.entities = entities;
    }

    record RecordsAnswer(boolean ok, List<DnaRecord> records) {
    }

    record RecordAnswer(boolean ok, DnaRecord record) {
    }

    /// Why a call was refused, in DreamNet's form.
    ///
    /// @param ok always false
    /// @param error what is wrong
    record Refusal(boolean ok, String error) {
    }

    /// @param type `agent`, `squad`, `endpoint` or `spore`
    @GetMapping("/{type}")
    @Operation(summary = "Lists the records of agents, squads or endpoints, those that changed last first, at most 500")
    @ApiResponse(responseCode = "200", description = "The records", content = @Content(schema = @Schema(implementation = RecordsAnswer.class)))
    @ApiResponse(responseCode = "400", description = "The type is none of them", content = @Content(schema = @Schema(implementation = Refusal.class)))
    ResponseEntity<?> listDnaRecords(@PathVariable String type) {
        if (type.equals(SPORE)) {
            return ResponseEntity.ok(new RecordsAnswer(true, List.of()));
        }
        EntityKind kind = TYPES.get(type);
        if (kind == null) {
            return unknownType();
        }
        List<EntityView> latest = entities.latest(kind, MOST);
        Map<Entity, List<Change>> changes = entities.changes(latest.stream().map(DnaController::entity).toList(),
                HISTORY);
        return ResponseEntity.ok(new RecordsAnswer(true, latest.stream()
                .map(one -> DnaRecord.of(one, changes.getOrDefault(entity(one), List.of()))).toList()));
    }

    /// @param type `agent`, `squad`, `endpoint` or `spore`
    /// @param id the id of the entity
    @GetMapping("/{type}/{id}")
    @Operation(summary = "Shows the record of an agent, a squad or an endpoint")
    @ApiResponse(responseCode = "200", description = "The record", content = @Content(schema = @Schema(implementation = RecordAnswer.class)))
    @ApiResponse(responseCode = "400", description = "The type is none of them", content = @Content(schema = @Schema(implementation = Refusal.class)))
    @ApiResponse(responseCode = "404", description = "There is no such record", content = @Content(schema = @Schema(implementation = Refusal.class)))
    ResponseEntity<?> getDnaRecord(@PathVariable String type, @PathVariable String id) {
        EntityKind kind = TYPES.get(type);
        if (kind == null && !type.equals(SPORE)) {
            return unknownType();
        }
        Optional<EntityView> found = kind == null ? Optional.empty() : entities.get(new Entity(kind, id));
        if (found.isEmpty()) {
            return refusal(HttpStatus.NOT_FOUND, "Record not found");
        }
        List<Change> changes = entities.changes(List.of(entity(found.get())), HISTORY).getOrDefault(
                entity(found.get()), List.of());
        return ResponseEntity.ok(new RecordAnswer(true, DnaRecord.of(found.get(), changes)));
    }

    private static Entity entity(EntityView view) {
        return new Entity(view.kind(), view.id());
    }

    private static ResponseEntity<Refusal> unknownType() {
        return refusal(HttpStatus.BAD_REQUEST, "Invalid entityType");
    }

    private static ResponseEntity<Refusal> refusal(HttpStatus status, String error) {
        return ResponseEntity.status(status).body(new Refusal(false, error));
    }
}
