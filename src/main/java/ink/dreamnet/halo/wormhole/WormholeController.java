package ink.dreamnet.halo.wormhole;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.registry.ManagedBy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/// The wormholes over HTTP.
@RestController
@RequestMapping("/api/halo/wormholes")
@Tag(name = "Wormholes", description = "Which events set what in motion")
class WormholeController {

    private final Wormholes wormholes;
    private final CurrentActor actor;

    WormholeController(Wormholes wormholes, CurrentActor actor) {
        this.wormholes = wormholes;
        this.actor = actor;
    }

    /// A wormhole as the API shows it. The members are those of [WormholeSpec], besides:
    ///
    /// @param switchedAt when that was
    /// @param enabled whether events go through it at present
    /// @param managedBy `config` for what HALO ships and what configuration declares
    /// @param updatedAt when it was last put
    /// @param authors who put it, also what it was before; a task that it proposes is not approved by them
    /// @param switchedBy who last enabled or disabled it
    record View(String id, @Nullable String description, boolean enabled, WormholeSpec.@Nullable Match match,
            String action, @Nullable String mode, WormholeSpec.@Nullable Order task, @Nullable String sink,
            ManagedBy managedBy, @Nullable Instant updatedAt, List<String> authors, @Nullable String switchedBy,
            @Nullable Instant switchedAt) {

        static View of(Wormhole wormhole, Map<String, WormholeStore.Switched> switches) {
            WormholeSpec spec = wormhole.spec();
            WormholeStore.Switched switched = switches.get(wormhole.id());
            return new View(wormhole.id(), spec.description(), wormhole.enabled(), spec.match(),
                    wormhole.action().wire(), spec.mode(), spec.task(), spec.sink(), wormhole.managedBy(),
                    wormhole.updatedAt(), wormhole.authors().names(), switched == null ? null : switched.by(),
                    switched == null ? null : switched.at());
        }
    }

    record WormholesAnswer(boolean ok, List<View> wormholes) {
    }

    record WormholeAnswer(boolean ok, View wormhole) {
    }

    /// @param id the wormhole
    record RemovedAnswer(boolean ok, String id) {
    }

    @GetMapping
    @Operation(summary = "Lists the wormholes by id")
    WormholesAnswer list() {
        Map<String, WormholeStore.Switched> switches = wormholes.switches();
        return new WormholesAnswer(true, wormholes.all().stream().map(one -> View.of(one, switches)).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one wormhole")
    WormholeAnswer get(@PathVariable String id) {
        return answer(id);
    }

    @PutMapping("/{id}")
    @Operation(summary = "Defines a wormhole")
    @ApiResponse(responseCode = "200", description = "It was replaced, or was so already")
    @ApiResponse(responseCode = "201", description = "It is new")
    ResponseEntity<WormholeAnswer> put(@PathVariable String id, @RequestBody WormholeSpec wormhole) {
        boolean created = wormholes.put(id, wormhole, actor.get());
        return created
                ? ResponseEntity.created(UriComponentsBuilder.fromPath("/api/halo/wormholes/{id}").build(id))
                        .body(answer(id))
                : ResponseEntity.ok(answer(id));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Removes a wormhole")
    RemovedAnswer delete(@PathVariable String id) {
        wormholes.delete(id, actor.get());
        return new RemovedAnswer(true, id);
    }

    @PostMapping("/{id}/enable")
    @Operation(summary = "Lets events through a wormhole")
    WormholeAnswer enable(@PathVariable String id) {
        wormholes.setEnabled(id, true, actor.get());
        return answer(id);
    }

    @PostMapping("/{id}/disable")
    @Operation(summary = "Keeps events from going through a wormhole")
    WormholeAnswer disable(@PathVariable String id) {
        wormholes.setEnabled(id, false, actor.get());
        return answer(id);
    }

    private WormholeAnswer answer(String id) {
        return new WormholeAnswer(true, View.of(wormholes.get(id), wormholes.switches()));
    }
}
