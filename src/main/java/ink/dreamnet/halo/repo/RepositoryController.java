package ink.dreamnet.halo.repo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definitions;
import ink.dreamnet.halo.registry.fleet.FleetController;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The repositories over HTTP.
@RestController
@RequestMapping(RepositoryController.PATH)
@Tag(name = "Repositories", description = "Whose files and commits are examined")
class RepositoryController
        extends
            FleetController<RepositorySpec, WatchedRepository, RepositoryController.RepositoryAnswer, RepositoryController.RepositoriesAnswer> {

    static final String PATH = "/api/halo/repositories";

    private final Definitions<RepositorySpec, WatchedRepository> registry;
    private final RepositoryInspector inspector;
    private final Ratchet ratchet;
    private final CurrentActor actor;

    RepositoryController(Definitions<RepositorySpec, WatchedRepository> registry, RepositoryInspector inspector,
            Ratchet ratchet, SubjectStates states, CurrentActor actor) {
        super(registry, states, actor, PATH);
        this.registry = registry;
        this.inspector = inspector;
        this.ratchet = ratchet;
        this.actor = actor;
    }

    record RepositoriesAnswer(boolean ok, List<RepositoryView> repositories, @Nullable String next) {
    }

    record RepositoryAnswer(boolean ok, RepositoryView repository) {
    }

    /// @param baseline how many of each (`todo`, `fixme`) are allowed now
    record BaselineAnswer(boolean ok, Map<String, Integer> baseline) {
    }

    @Override
    protected RepositoryAnswer answer(WatchedRepository repository, SubjectStatus status) {
        return new RepositoryAnswer(true, RepositoryView.of(repository, null, status));
    }

    @Override
    protected RepositoriesAnswer answer(Page<WatchedRepository> page, Function<SubjectRef, SubjectStatus> statuses) {
        return new RepositoriesAnswer(true,
                page.items().stream()
                        .map(repository -> RepositoryView.of(repository, null,
                                statuses.apply(repository.subject())))
                        .toList(),
                page.next());
    }

    /// Shows what HALO last saw of it, too.
    @Override
    public RepositoryAnswer get(@PathVariable String id) {
        WatchedRepository repository = registry.get(id);
        Inspection seen = inspector.last(repository);
        return new RepositoryAnswer(true, RepositoryView.of(repository, seen == null
                ? null
                : RepositoryView.AnalysisView.of(seen, ratchet.baseline(id)), status(repository)));
    }

    @Override
    public DeletedAnswer delete(@PathVariable String id) {
        DeletedAnswer deleted = super.delete(id);
        ratchet.forget(id);
        return deleted;
    }

    @PostMapping("/{id}/baseline")
    @Operation(summary = "Accepts the present counts of TODO and FIXME as the most that is allowed")
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
