package ink.dreamnet.halo.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.masking.MaskedText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Heartbeats over HTTP. An answer of `ok` means that the heartbeat is committed.
@RestController
@RequestMapping("/api/halo/agents")
@Tag(name = "Agents")
class HeartbeatController {

    private static final int MAX_BATCH = 1000;

    private final HeartbeatIntake intake;
    private final Authority authority;
    private final Clock clock;

    HeartbeatController(HeartbeatIntake intake, Authority authority, Clock clock) {
        this.intake = intake;
        this.authority = authority;
        this.clock = clock;
    }

    /// The heartbeat of an agent.
    ///
    /// @param status `ok` (where it is left out) or `degraded`
    /// @param message a text for operators; credentials are masked, and what exceeds 500 characters is cut
    record SentHeartbeat(@Schema(implementation = HeartbeatStatus.class) @Nullable String status,
            @Nullable String message) {
    }

    /// One heartbeat of a batch.
    ///
    /// @param agent the agent's id; required
    /// @param status `ok` (where it is left out) or `degraded`
    /// @param message a text for operators
    record AgentHeartbeat(@Nullable String agent,
            @Schema(implementation = HeartbeatStatus.class) @Nullable String status, @Nullable String message) {
    }

    /// @param heartbeats 1 to 1,000; of several of one agent the last counts; required
    record HeartbeatBatch(@Nullable List<@Nullable AgentHeartbeat> heartbeats) {
    }

    /// That the heartbeat is committed.
    record HeartbeatAnswer(boolean ok) {
    }

    /// The result of a batch.
    ///
    /// @param accepted how many of the heartbeats are committed
    /// @param unknown the ids in it that no agent has
    record HeartbeatsAnswer(boolean ok, int accepted, Set<String> unknown) {
    }

    @Operation(summary = "Takes in the heartbeat of an agent", description = "It is committed when it is answered.")
    @PostMapping("/{id}/heartbeat")
    HeartbeatAnswer sendHeartbeat(@PathVariable String id,
            @RequestBody(required = false) @Nullable SentHeartbeat beat) {
        SubjectRef.checkId("id", id);
        authority.requireAgent(id, null);
        String status = beat == null ? null : beat.status();
        Heartbeat heartbeat = new Heartbeat(id, clock.instant(), status("status", status),
                MaskedText.of(beat == null ? null : beat.message()));
        if (intake.accept(List.of(heartbeat)).contains(id)) {
            throw new NotFoundException("agent", id);
        }
        return new HeartbeatAnswer(true);
    }

    @Operation(summary = "Takes in up to 1,000 heartbeats", description = """
            They are committed when they are answered. One wrong entry refuses the whole batch.""")
    @PostMapping("/heartbeats")
    HeartbeatsAnswer sendHeartbeats(@RequestBody HeartbeatBatch beats) {
        List<Heartbeat> heartbeats = checked(beats.heartbeats());
        heartbeats.forEach(heartbeat -> authority.requireAgent(heartbeat.agent(), null));
        Set<String> unknown = intake.accept(heartbeats);
        Set<String> mine = new LinkedHashSet<>();
        heartbeats.stream().map(Heartbeat::agent).filter(unknown::contains).forEach(mine::add);
        long accepted = heartbeats.stream().filter(heartbeat -> !mine.contains(heartbeat.agent())).count();
        return new HeartbeatsAnswer(true, Math.toIntExact(accepted), mine);
    }

    private List<Heartbeat> checked(@Nullable List<@Nullable AgentHeartbeat> beats) {
        if (beats == null || beats.isEmpty() || beats.size() > MAX_BATCH) {
            throw new InvalidInputException("heartbeats",
                    "must be a list of 1 to %d heartbeats, not %d".formatted(MAX_BATCH,
                            beats == null ? 0 : beats.size()));
        }
        Instant now = clock.instant();
        List<Heartbeat> heartbeats = new ArrayList<>(beats.size());
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < beats.size(); i++) {
            AgentHeartbeat beat = beats.get(i);
            String at = "heartbeats[%d]".formatted(i);
            if (beat == null || beat.agent() == null) {
                problems.add(new FieldProblem(at + ".agent", "is missing"));
                continue;
            }
            try {
                heartbeats.add(new Heartbeat(SubjectRef.checkId(at + ".agent", beat.agent()), now,
                        status(at + ".status", beat.status()), MaskedText.of(beat.message())));
            } catch (InvalidInputException wrong) {
                problems.addAll(wrong.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return heartbeats;
    }

    private static HeartbeatStatus status(String field, @Nullable String status) {
        return status == null ? HeartbeatStatus.OK : Wire.parse(HeartbeatStatus.class, field, status);
    }
}
