package ink.dreamnet.halo.agent;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.registry.Fleet;
import ink.dreamnet.halo.registry.SquadMembers;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.subject.SubjectStatus;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/// The registry of agents over HTTP.
@RestController
@RequestMapping("/api/halo/agents")
@Tag(name = "Agents", description = "The registry of agents and their heartbeats")
class AgentController {

    private final AgentRegistry registry;
    private final SquadBuilderPull squadBuilder;
    private final SquadMembers members;
    private final SubjectStates states;
    private final CurrentActor actor;
    private final Authority authority;
    private final Clock clock;

    AgentController(AgentRegistry registry, SquadBuilderPull squadBuilder, SquadMembers members, SubjectStates states,
            CurrentActor actor, Authority authority, Clock clock) {
        this.authority = authority;
        this.squadBuilder = squadBuilder;
        this.members = members;
        this.states = states;
        this.clock = clock;
        this.registry = registry;
        this.actor = actor;
    }

    /// One agent.
    record AgentAnswer(boolean ok, AgentView agent) {
    }

    /// A page of agents.
    ///
    /// @param source when Squad Builder last answered; absent where it was never asked
    record AgentsAnswer(boolean ok, List<AgentView> agents, @Nullable String next, SourceState.@Nullable View source) {
    }

    /// That it was done.
    record Done(boolean ok) {
    }

    /// @param reason why, at most 500 characters
    record Reason(@Nullable String reason) {
    }

    @Operation(summary = "Registers an agent, or replaces its definition")
    @PutMapping("/{id}")
    @ApiResponse(responseCode = "200", description = "It was replaced, or was so already")
    @ApiResponse(responseCode = "201", description = "It is new")
    ResponseEntity<AgentAnswer> put(@PathVariable String id, @RequestBody AgentSpec agent) {
        authority.requireAgent(id, agent.squad());
        Fleet.Put<AgentRecord> put = registry.put(id, agent, actor.get());
        AgentAnswer answer = answer(put.definition());
        URI location = UriComponentsBuilder.fromPath("/api/halo/agents/{id}").build(id);
        return put.created() ? ResponseEntity.created(location).body(answer) : ResponseEntity.ok(answer);
    }

    /// @param liveness only agents of which heartbeats say this: new, up, grace, down, paused
    /// @param squad only agents of this squad
    /// @param role only agents of this role, in any case
    @Operation(summary = "Lists agents by id")
    @GetMapping
    AgentsAnswer list(@RequestParam @Nullable String liveness, @RequestParam @Nullable String squad,
            @RequestParam @Nullable String role, PageQuery query) {
        AgentState only = liveness == null ? null : Wire.parse(AgentState.class, "liveness", liveness);
        SourceState source = squadBuilder.state();
        Map<String, String> squads = members.squadByAgent();
        Page<AgentRecord> agents = registry.list(query, only, squad, role);
        Function<SubjectRef, SubjectStatus> statuses = states
                .of(agents.items().stream().map(agent -> agent.known().subject())
                        .toList());
        Page<AgentView> page = agents.map(agent -> view(agent, source, squads, statuses));
        return new AgentsAnswer(true, page.items(), page.next(), source.view(clock.instant()));
    }

    @Operation(summary = "Shows one agent")
    @GetMapping("/{id}")
    AgentAnswer get(@PathVariable String id) {
        return answer(registry.get(id));
    }

    @Operation(summary = "Deletes an agent", description = "One that Squad Builder still lists, or configuration declares, stays (409).")
    @DeleteMapping("/{id}")
    Done delete(@PathVariable String id) {
        registry.delete(id, actor.get());
        return new Done(true);
    }

    @Operation(summary = "Stops judging an agent until it is resumed")
    @PostMapping("/{id}/pause")
    AgentAnswer pause(@PathVariable String id, @RequestBody(required = false) @Nullable Reason why) {
        return answer(registry.pause(id, why == null ? null : why.reason(), actor.get()));
    }

    @Operation(summary = "Judges a paused agent again")
    @PostMapping("/{id}/resume")
    AgentAnswer resume(@PathVariable String id, @RequestBody(required = false) @Nullable Reason why) {
        return answer(registry.resume(id, why == null ? null : why.reason(), actor.get()));
    }

    private AgentAnswer answer(AgentRecord agent) {
        return new AgentAnswer(true, view(agent, squadBuilder.state(), members.squadByAgent(),
                states.of(List.of(agent.known().subject()))));
    }

    private AgentView view(AgentRecord agent, SourceState source, Map<String, String> squads,
            Function<SubjectRef, SubjectStatus> statuses) {
        return AgentView.of(agent, registry.liveness(agent.known()), source, squads,
                statuses.apply(agent.known().subject()));
    }
}
