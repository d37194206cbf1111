package ink.dreamnet.halo.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ink.dreamnet.halo.core.NotFoundException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The JSON Schemas of the data of HALO's events.
@RestController
@RequestMapping("/api/halo/events/schemas")
@Tag(name = "Events", description = "Incoming and outgoing events, and what they set in motion")
class SchemaController {

    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");
    private static final String SUFFIX = ".json";

    private final Map<String, String> schemas = new TreeMap<>();

    SchemaController() throws IOException {
        for (Resource file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:schema/events/*.json")) {
            String name = Objects.requireNonNull(file.getFilename());
            schemas.put(name.substring(0, name.length() - SUFFIX.length()),
                    file.getContentAsString(StandardCharsets.UTF_8));
        }
    }

    /// @param schemas their names
    record SchemasAnswer(boolean ok, List<String> schemas) {
    }

    @GetMapping
    @Operation(summary = "Lists the schemas of the data of HALO's events")
    SchemasAnswer listEventSchemas() {
        return new SchemasAnswer(true, new ArrayList<>(schemas.keySet()));
    }

    @GetMapping("/{name}")
    @Operation(summary = "Gets the schema of the data of an event, JSON Schema 2020-12", description = """
            What an event's dataschema names, with or without .json at its end.""")
    @ApiResponse(responseCode = "200", description = "The schema", content = @Content(mediaType = "application/schema+json", schema = @Schema(type = "object")))
    ResponseEntity<String> getEventSchema(@PathVariable String name) {
        String schema = schemas.get(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
        if (schema == null) {
            throw new NotFoundException("schema", name);
        }
        return ResponseEntity.ok().contentType(SCHEMA).body(schema);
    }
}
