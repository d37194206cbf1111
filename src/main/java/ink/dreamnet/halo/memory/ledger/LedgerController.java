package ink.dreamnet.halo.memory.ledger;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.CurrentActor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@RestController
@RequestMapping("/api/halo/memory")
@Tag(name = "Memory", description = "What HALO has learned of everything that it watches")
class LedgerController {

    private static final String JSON_LINES = MediaType.APPLICATION_NDJSON_VALUE;

    private final Rebuild rebuild;
    private final Transfer transfer;
    private final CurrentActor actor;

    LedgerController(Rebuild rebuild, Transfer transfer, CurrentActor actor) {
        this.rebuild = rebuild;
        this.transfer = transfer;
        this.actor = actor;
    }

    record Done(boolean ok) {
    }

    /// @param read how many rows were read
    /// @param added how many of them are new
    record ImportAnswer(boolean ok, int read, int added) {
    }

    @PostMapping("/rebuild")
    @Operation(summary = "Derives all that was learned anew from the record", description = "The result is the same as before.")
    Done rebuildMemory() {
        rebuild.run(actor.get());
        return new Done(true);
    }

    @GetMapping(path = "/export", produces = JSON_LINES)
    @Operation(summary = "Writes the ledger of repairs as JSON lines, the oldest first")
    @ApiResponse(responseCode = "200", description = "A row a line", content = @Content(mediaType = JSON_LINES, schema = @Schema(type = "string")))
    ResponseEntity<StreamingResponseBody> export() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(transfer::export);
    }

    @PostMapping(path = "/import", consumes = JSON_LINES)
    @Operation(summary = "Adds the ledger of another installation", description = """
            JSON lines as `export` writes them, at most 20,000 at once. Rows that are there already are left out. What another installation
            saw counts half, for the order of repairs alone: no verdict is reached by it.""")
    @RequestBody(required = true, content = @Content(mediaType = JSON_LINES, schema = @Schema(type = "string")))
    ImportAnswer importLedger(HttpServletRequest request) throws IOException {
        Transfer.Imported imported = transfer.importAll(request.getInputStream(), actor.get());
        return new ImportAnswer(true, imported.read(), imported.added());
    }
}
