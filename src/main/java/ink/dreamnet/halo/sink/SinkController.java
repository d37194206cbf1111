package ink.dreamnet.halo.sink;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/halo/sinks")
@Tag(name = "Sinks", description = "Who gets HALO's events, and what did not get through")
class SinkController {

    private final Sinks sinks;
    private final SinkReport report;
    private final CurrentActor actor;

    SinkController(Sinks sinks, SinkReport report, CurrentActor actor) {
        this.sinks = sinks;
        this.report = report;
        this.actor = actor;
    }

    record SinksAnswer(boolean ok, List<SinkReport.SinkView> sinks) {
    }

    record SinkAnswer(boolean ok, SinkReport.SinkView sink, List<DeadLetter> deadLetters, @Nullable String next) {
    }

    /// An event that a sink did not take.
    ///
    /// @param id time-ordered
    /// @param eventId HALO's id of the event
    /// @param attempts how often it was sent
    /// @param firstAt when it was sent first
    /// @param status the HTTP status of the last answer; null where there was none
    /// @param error what went wrong last
    record DeadLetter(UUID id, UUID eventId, int attempts, Instant firstAt, @Nullable Integer status,
            @Nullable String error) {

        static DeadLetter of(SinkStore.DeliveryRow waiting) {
            return new DeadLetter(waiting.id(), waiting.eventId(), waiting.attempts(), waiting.firstAt(),
                    waiting.lastStatus(), waiting.lastError());
        }
    }

    /// @param eventId HALO's id of the event; null for all dead letters
    record Redelivery(@Nullable String eventId) {
    }

    /// @param redelivered how many events are sent again
    record RedeliveryAnswer(boolean ok, int redelivered) {
    }

    @GetMapping
    @Operation(summary = "Lists the sinks, how far each is, and why it is not further")
    SinksAnswer list() {
        return new SinksAnswer(true, report.all());
    }

    @GetMapping("/{name}")
    @Operation(summary = "Gets a sink with its dead letters, the newest first")
    SinkAnswer get(@PathVariable String name, PageQuery page) {
        SinkReport.SinkView view = report.of(name);
        Page<SinkStore.DeliveryRow> dead = sinks.deadLetters(name, page);
        return new SinkAnswer(true, view, dead.items().stream().map(DeadLetter::of).toList(), dead.next());
    }

    @PostMapping("/{name}/redeliver")
    @Operation(summary = "Sends dead letters again: one, or all where no event is named")
    RedeliveryAnswer redeliverDeadLetters(@PathVariable String name,
            @RequestBody(required = false) @Nullable Redelivery body) {
        String event = body == null ? null : body.eventId();
        return new RedeliveryAnswer(true, sinks.redeliver(name, event == null ? null : id(event), actor.get()));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidInputException("eventId", "'%s' is not the id of an event".formatted(text));
        }
    }
}
