package ink.dreamnet.halo.registry.fleet;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.Fleet;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.util.UriComponentsBuilder;

/// The definitions of one kind of subject over HTTP.
///
/// @param <S> the form in which a caller writes one
/// @param <D> the form in which it is used
/// @param <A> the answer that shows one
/// @param <P> the answer that shows a page
public abstract class FleetController<S, D extends Definition<S>, A, P> {

    private final Fleet<S, D> fleet;
    private final SubjectStates states;
    private final CurrentActor actor;
    private final String path;

    /// @param states tells how the subjects are
    /// @param path the path that the controller is mapped to
    protected FleetController(Fleet<S, D> fleet, SubjectStates states, CurrentActor actor, String path) {
        this.fleet = fleet;
        this.states = states;
        this.actor = actor;
        this.path = path;
    }

    /// That a subject was deleted.
    ///
    /// @param id its id
    public record DeletedAnswer(boolean ok, String id) {
    }

    /// @return the answer that shows one
    protected abstract A answer(D definition, SubjectStatus status);

    /// @param statuses how the subjects of the page are
    /// @return the answer that shows a page
    protected abstract P answer(Page<D> page, Function<SubjectRef, SubjectStatus> statuses);

    /// @return how a subject is
    protected final SubjectStatus status(D definition) {
        return states.of(List.of(definition.subject())).apply(definition.subject());
    }

    @Operation(summary = "Lists definitions by id")
    @GetMapping
    public P list(PageQuery query) {
        Page<D> page = fleet.list(query);
        return answer(page, states.of(page.items().stream().map(Definition::subject).toList()));
    }

    @Operation(summary = "Shows one definition")
    @GetMapping("/{id}")
    public A get(@PathVariable String id) {
        D definition = fleet.get(id);
        return answer(definition, status(definition));
    }

    @Operation(summary = "Registers a definition, or replaces it", description = """
            201 where it is new, else 200. Putting what is already there changes nothing. What configuration declares stays (409).""")
    @PutMapping("/{id}")
    @ApiResponse(responseCode = "200", description = "It was replaced, or was so already")
    @ApiResponse(responseCode = "201", description = "It is new")
    public ResponseEntity<A> put(@PathVariable String id, @RequestBody S definition) {
        Fleet.Put<D> put = fleet.put(id, definition, actor.get());
        A answer = answer(put.definition(), status(put.definition()));
        URI location = UriComponentsBuilder.fromPath(path + "/{id}").build(id);
        return put.created() ? ResponseEntity.created(location).body(answer) : ResponseEntity.ok(answer);
    }

    @Operation(summary = "Deletes a definition", description = "What configuration declares stays (409). Its weak points are resolved by the next cycle.")
    @DeleteMapping("/{id}")
    public DeletedAnswer delete(@PathVariable String id) {
        fleet.delete(id, actor.get());
        return new DeletedAnswer(true, id);
    }
}
