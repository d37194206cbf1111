package ink.dreamnet.halo.engine;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Scope;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.cycle.CycleAnswer;
import ink.dreamnet.halo.cycle.CycleView;
import ink.dreamnet.halo.cycle.CycleViews;
import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.trigger.CycleRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/halo")
@Tag(name = "Loop", description = "The state of the loop, and a cycle on demand")
class HaloController {

    private final StatusReporter reporter;
    private final HaloEngine engine;
    private final CycleViews views;
    private final WatchedSubjects watched;
    private final Installation installation;

    HaloController(StatusReporter reporter, HaloEngine engine, CycleViews views, WatchedSubjects watched,
            Installation installation) {
        this.reporter = reporter;
        this.engine = engine;
        this.views = views;
        this.watched = watched;
        this.installation = installation;
    }

    /// @param status how HALO is doing
    /// @param installation what this HALO is called in its events (CloudEvents `source`), the same on all replicas
    record StatusAnswer(boolean ok, String installation, HaloStatus status) {
    }

    /// @param mode `full` (the default) or `light`
    /// @param reason why, at most 500 characters
    /// @param subjects only these subjects, each as `kind:id`
    /// @param shard only a part of all subjects
    record RunOrder(@Schema(implementation = CycleMode.class) @Nullable String mode, @Nullable String reason,
            @Nullable List<@Nullable String> subjects,
            @Nullable Shard shard) {
        /// One part of all subjects.
        ///
        /// @param index the part, from 1 to `of`
        /// @param of how many parts there are
        record Shard(int index, int of) {
        }
    }

    @GetMapping("/status")
    @Operation(summary = "Shows how HALO is doing")
    StatusAnswer getStatus() {
        return new StatusAnswer(true, installation.source(), reporter.report());
    }

    /// @param prefer `respond-async` for an answer at once
    /// @param idempotencyKey names the request: a second one with the same key gets the same cycle, 1 to 200 characters
    @PostMapping("/run")
    @Operation(summary = "Runs a cycle and answers its record", description = """
            The cycle starts after the call; calls that wait at the same time share one cycle. With
            `Prefer: respond-async` the answer is 202 at once, and `Location` is where the record will be.""")
    @ApiResponse(responseCode = "200", description = "the recorded cycle")
    @ApiResponse(responseCode = "404", description = "nothing watches one of the subjects; no cycle was requested")
    @ApiResponse(responseCode = "202", description = "the cycle will be recorded at Location")
    ResponseEntity<CycleAnswer> runCycle(@RequestBody(required = false) @Nullable RunOrder body,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey) {
        CycleOptions options = options(body, idempotencyKey);
        if (options.scope() instanceof Scope.Named(Set<SubjectRef> named)) {
            watched.require(named);
        }
        CycleRequest request = engine.request(options);
        if (prefer != null && prefer.contains("respond-async")) {
            return accepted(request);
        }
        try {
            return ResponseEntity.ok(CycleAnswer.of(views.of(engine.await(request, options.maxWait()))));
        } catch (CycleTimeoutException late) {
            return accepted(request);
        } catch (CycleFailedException failed) {
            throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR,
                    "The cycle failed repeatedly and the request was given up; see /api/halo/history/"
                            + failed.cycleId(),
                    failed);
        }
    }

    private static ResponseEntity<CycleAnswer> accepted(CycleRequest request) {
        return ResponseEntity.accepted().location(URI.create("/api/halo/history/" + request.cycleId()))
                .header(HttpHeaders.RETRY_AFTER, "1").body(CycleAnswer.of(CycleView.pending(request)));
    }

    private static CycleOptions options(@Nullable RunOrder body, @Nullable String idempotencyKey) {
        RunOrder order = body == null ? new RunOrder(null, null, null, null) : body;
        CycleMode mode = Optional.ofNullable(order.mode()).map(text -> Wire.parse(CycleMode.class, "mode", text))
                .orElse(CycleMode.FULL);
        CycleOptions options = new CycleOptions(mode, Scope.ALL, order.reason(), null, idempotencyKey);
        if (order.shard() != null && order.subjects() != null) {
            throw new InvalidInputException("shard", "cannot be given together with subjects");
        }
        if (order.shard() != null) {
            return options.withScope(new Scope.Shard(order.shard().index(), order.shard().of()));
        }
        return order.subjects() == null ? options : options.withSubjects(order.subjects());
    }
}
