package ink.dreamnet.halo.environment;

import java.net.URI;
import java.util.List;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.registry.Definitions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/// The environments at run time.
@RestController
@RequestMapping("/api/halo/environments")
class EnvironmentController {

    private final Definitions<EnvironmentSpec, WatchedEnvironment> registry;
    private final CurrentActor actor;

    EnvironmentController(Definitions<EnvironmentSpec, WatchedEnvironment> registry, CurrentActor actor) {
        this.registry = registry;
        this.actor = actor;
    }

    record EnvironmentsAnswer(boolean ok, List<EnvironmentView> environments, @Nullable String next) {
    }

    record EnvironmentAnswer(boolean ok, EnvironmentView environment) {
    }

    record DeletedAnswer(boolean ok, String id) {
    }

    @GetMapping
    EnvironmentsAnswer list(PageQuery page) {
        Page<EnvironmentView> found = registry.list(page).map(EnvironmentView::of);
        return new EnvironmentsAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    EnvironmentAnswer get(@PathVariable String id) {
        return new EnvironmentAnswer(true, EnvironmentView.of(registry.get(id)));
    }

    @PutMapping("/{id}")
    ResponseEntity<EnvironmentAnswer> put(@PathVariable String id, @RequestBody EnvironmentSpec spec) {
        Definitions.Put<WatchedEnvironment> put = registry.put(id, spec, actor.get());
        EnvironmentAnswer answer = new EnvironmentAnswer(true, EnvironmentView.of(put.definition()));
        if (!put.created()) {
            return ResponseEntity.ok(answer);
        }
        URI location = UriComponentsBuilder.fromPath("/api/halo/environments").pathSegment(id).encode().build().toUri();
        return ResponseEntity.created(location).body(answer);
    }

    @DeleteMapping("/{id}")
    DeletedAnswer delete(@PathVariable String id) {
        registry.delete(id, actor.get());
        return new DeletedAnswer(true, id);
    }
}
