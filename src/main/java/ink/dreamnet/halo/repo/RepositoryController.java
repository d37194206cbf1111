package ink.dreamnet.halo.repo;

import java.net.URI;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.registry.Definitions;
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

/// The repositories at run time.
@RestController
@RequestMapping("/api/halo/repositories")
class RepositoryController {

    private final Definitions<RepositorySpec, WatchedRepository> registry;
    private final RepositoryInspector inspector;
    private final Ratchet ratchet;
    private final CurrentActor actor;

    RepositoryController(Definitions<RepositorySpec, WatchedRepository> registry, RepositoryInspector inspector,
            Ratchet ratchet, CurrentActor actor) {
        this.registry = registry;
        this.inspector = inspector;
        this.ratchet = ratchet;
        this.actor = actor;
    }

    record RepositoriesAnswer(boolean ok, List<RepositoryView> repositories, @Nullable String next) {
    }

    record RepositoryAnswer(boolean ok, RepositoryView repository) {
    }

    record DeletedAnswer(boolean ok, String id) {
    }

    record BaselineAnswer(boolean ok, Map<String, Integer> baseline) {
    }

    @GetMapping
    RepositoriesAnswer list(PageQuery page) {
        Page<RepositoryView> found = registry.list(page).map(repository -> RepositoryView.of(repository, null));
        return new RepositoriesAnswer(true, found.items(), found.next());
    }

    @GetMapping("/{id}")
    RepositoryAnswer get(@PathVariable String id) {
        WatchedRepository repository = registry.get(id);
        Inspection seen = inspector.last(repository);
        return new RepositoryAnswer(true, RepositoryView.of(repository, seen == null
                ? null
                : RepositoryView.AnalysisView.of(seen, ratchet.baseline(id))));
    }

    @PutMapping("/{id}")
    ResponseEntity<RepositoryAnswer> put(@PathVariable String id, @RequestBody RepositorySpec spec) {
        Definitions.Put<WatchedRepository> put = registry.put(id, spec, actor.get());
        RepositoryAnswer answer = new RepositoryAnswer(true, RepositoryView.of(put.definition(), null));
        if (!put.created()) {
            return ResponseEntity.ok(answer);
        }
        URI location = UriComponentsBuilder.fromPath("/api/halo/repositories").pathSegment(id).encode().build()
                .toUri();
        return ResponseEntity.created(location).body(answer);
    }

    @DeleteMapping("/{id}")
    DeletedAnswer delete(@PathVariable String id) {
        registry.delete(id, actor.get());
        ratchet.forget(id);
        return new DeletedAnswer(true, id);
    }

    /// Accepts what is counted now (`todo`, `fixme`) as the most that is allowed.
    @PostMapping("/{id}/baseline")
    BaselineAnswer acceptBaseline(@PathVariable String id) {
        WatchedRepository repository = registry.get(id);
        Inspection seen = inspector.last(repository);
        AnalysisRecord analysis = seen == null ? null : seen.analysis();
        if (analysis == null || !analysis.complete()) {
            throw new ConflictException(
                    "Repository '%s' has no complete analysis whose numbers could be accepted; run a cycle first"
                            .formatted(id));
        }
        Map<String, Integer> accepted = ratchet.accept(repository, analysis.scan(), actor.get());
        return new BaselineAnswer(true, accepted);
    }
}
