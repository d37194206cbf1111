package ink.dreamnet.halo.endpoint;

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

/// The endpoints at run time.
@RestController
@RequestMapping("/api/halo/endpoints")
class EndpointController {

    private final Definitions<EndpointSpec, Endpoint> registry;
    private final CurrentActor actor;

    EndpointController(Definitions<EndpointSpec, Endpoint> registry, CurrentActor actor) {
        this.registry = registry;
        this.actor = actor;
    }

    record EndpointsAnswer(boolean ok, List<EndpointView> endpoints, @Nullable String next) {
    }

    record EndpointAnswer(boolean ok, EndpointView endpoint) {
    }

    record DeletedAnswer(boolean ok, String id) {
    }

    @GetMapping
    EndpointsAnswer list(PageQuery page) {
        Page<EndpointView> found = registry.list(page).map(EndpointView::of);
        return new EndpointsAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    EndpointAnswer get(@PathVariable String id) {
        return new EndpointAnswer(true, EndpointView.of(registry.get(id)));
    }

    @PutMapping("/{id}")
    ResponseEntity<EndpointAnswer> put(@PathVariable String id, @RequestBody EndpointSpec spec) {
        Definitions.Put<Endpoint> put = registry.put(id, spec, actor.get());
        EndpointAnswer answer = new EndpointAnswer(true, EndpointView.of(put.definition()));
        if (!put.created()) {
            return ResponseEntity.ok(answer);
        }
        URI location = UriComponentsBuilder.fromPath("/api/halo/endpoints").pathSegment(id).encode().build().toUri();
        return ResponseEntity.created(location).body(answer);
    }

    @DeleteMapping("/{id}")
    DeletedAnswer delete(@PathVariable String id) {
        registry.delete(id, actor.get());
        return new DeletedAnswer(true, id);
    }
}
