package ink.dreamnet.halo.resonance.replay;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.InvalidInputException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/halo/replays")
@Tag(name = "Replay", description = "A recorded history, played through HALO in memory")
class ReplayController {

    private static final int MOST_LINES = 10_000;

    private final Replays replays;
    private final Rooms rooms;

    ReplayController(Replays replays, Rooms rooms) {
        this.replays = replays;
        this.rooms = rooms;
    }

    /// A replay.
    ///
    /// @param id the replay
    /// @param due the subjects to observe in the first step
    /// @param expiresAt when it ends if nobody uses it
    record Started(String id, List<String> due, Instant expiresAt) {
    }

    record ReplayAnswer(boolean ok, Started replay) {
    }

    /// @param id the replay
    record EndedAnswer(boolean ok, String id) {
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Begins to replay a recorded history", description = """
            HALO's own services run in memory and on the clock of the history; nothing is stored, sent or announced. At most two at once, of up
            to 10,000 subjects; an hour without a call ends it.""")
    @ApiResponse(responseCode = "201", description = "It has begun")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(schema = @Schema(implementation = ReplayForms.BeginOrder.class)))
    ResponseEntity<ReplayAnswer> begin(@RequestBody(required = false) JsonNode body) {
        ReplayOrder order = ReplayOrder.read(body);
        Replays.Held begun = replays.add(() -> replay(order));
        Replay replay = begun.replay();
        return ResponseEntity.created(URI.create("/api/halo/replays/" + replay.id()))
                .body(new ReplayAnswer(true, new Started(replay.id().toString(),
                        replay.due().stream().map(replay.subjects()::name).toList(), begun.expiresAt())));
    }

    private Replay replay(ReplayOrder order) {
        Subjects subjects = new Subjects(order.declared());
        return new Replay(Ids.next(),
                new World(subjects, rooms, new ReplayClock(order.startMs()), order.seed(), order.plan()), subjects,
                order.startMs());
    }

    @PostMapping(path = "/{id}/steps", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Takes one step in closed loop, or many in open loop", description = """
            One object: HALO gets only what it asked to see; an observation of what was neither due nor fanned out is refused with 409, and
            nothing of the step is taken. Where `fanOut` is not empty, these subjects may be observed as round 2 of the same time. JSON lines,
            up to 10,000: everything is observed; where one is no step, or out of order, none is taken. The answer has a line for each.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ReplayForms.StepOrder.class)))
    @ApiResponse(responseCode = "200", description = "What HALO makes of it", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")))
    void step(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replay replay = replays.get(Ids.parse("replay", id));
        byte[] body = request.getInputStream().readAllBytes();
        StepAnswer answer = replay.closed(new StepReader(replay.subjects()).read(body, 0, body.length, ""));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (AnswerWriter writer = new AnswerWriter(text, replay.subjects())) {
            writer.write(answer);
            writer.newLine();
        }
        replays.touch(replay);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(text.size());
        text.writeTo(response.getOutputStream());
    }

    @PostMapping(path = "/{id}/steps", consumes = MediaType.APPLICATION_NDJSON_VALUE)
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "200", description = "What HALO makes of it", content = @Content(mediaType = MediaType.APPLICATION_NDJSON_VALUE, schema = @Schema(type = "string")))
    void steps(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replay replay = replays.get(Ids.parse("replay", id));
        List<Step> steps = lines(request.getInputStream(), new StepReader(replay.subjects()));
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        BufferedOutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
        AnswerWriter writer = new AnswerWriter(out, replay.subjects());
        replay.open(steps, answer -> {
            writer.write(answer);
            writer.newLine();
        });
        replays.touch(replay);
        writer.close();
        out.flush();
    }

    private static List<Step> lines(InputStream body, StepReader reader) throws IOException {
        List<Step> steps = new ArrayList<>();
        Lines lines = new Lines(body);
        while (lines.next()) {
            if (steps.size() == MOST_LINES) {
                throw new InvalidInputException(lines.where(),
                        "is one too many: at most %,d steps at once".formatted(MOST_LINES));
            }
            steps.add(lines.read(reader));
        }
        if (steps.isEmpty()) {
            throw new InvalidInputException("body", "must have at least one line, each a step");
        }
        return steps;
    }

    /// As `GET /api/halo/memory/strategies`.
    ///
    /// @param strategies what each repair achieved
    record MemoryAnswer(boolean ok, List<?> strategies) {
    }

    @GetMapping("/{id}/memory")
    @Operation(summary = "Shows what each repair of each strategy achieved in a replay", description = "At most 200.")
    MemoryAnswer getReplayMemory(@PathVariable String id) {
        Replay replay = replays.get(Ids.parse("replay", id));
        return new MemoryAnswer(true, replay.strategies());
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Ends a replay")
    EndedAnswer end(@PathVariable String id) {
        replays.end(Ids.parse("replay", id));
        return new EndedAnswer(true, id);
    }
}
