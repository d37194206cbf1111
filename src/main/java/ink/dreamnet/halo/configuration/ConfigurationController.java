package ink.dreamnet.halo.configuration;

import ink.dreamnet.halo.core.CurrentActor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The configuration's files over HTTP: where they stand, and reading them again.
@RestController
@RequestMapping("/api/halo/configuration")
@Tag(name = "Configuration", description = "The files that configure HALO")
class ConfigurationController {

    private final Reload reload;
    private final CurrentActor actor;

    ConfigurationController(Reload reload, CurrentActor actor) {
        this.reload = reload;
        this.actor = actor;
    }

    record ConfigurationAnswer(boolean ok, Reload.State configuration) {
    }

    record ReloadAnswer(boolean ok, Reload.Reloaded reload) {
    }

    @GetMapping
    @Operation(summary = "Shows which files HALO is configured by, what is wrong with them, and what needs a restart")
    ConfigurationAnswer get() {
        return new ConfigurationAnswer(true, reload.state());
    }

    @PostMapping("/reload")
    @Operation(summary = "Reads the files again, and takes over all of them or nothing")
    ReloadAnswer reload() {
        return new ReloadAnswer(true, reload.reload(actor.get()));
    }
}
