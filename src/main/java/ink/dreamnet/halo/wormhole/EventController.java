package ink.dreamnet.halo.wormhole;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.EventQuery;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.http.StandardWebhook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Events over HTTP. An answer of `ok` means that they are committed; what they set in motion comes after.
@RestController
@RequestMapping("/api/halo/events")
@Tag(name = "Events", description = "Incoming and outgoing events, and what they set in motion")
class EventController {

    private static final String ATTRIBUTE = "ce-";

    private final EventReader reader;
    private final EventIntake intake;
    private final IdempotencyCheck keyed;
    private final EventStore store;
    private final RoutingReporter routing;
    private final Authority authority;
    private final CurrentActor actor;

    EventController(EventReader reader, EventIntake intake, IdempotencyCheck keyed, EventStore store,
            RoutingReporter routing, Authority authority, CurrentActor actor) {
        this.authority = authority;
        this.actor = actor;
        this.reader = reader;
        this.intake = intake;
        this.keyed = keyed;
        this.store = store;
        this.routing = routing;
    }

    /// The outcome for one event of a request.
    ///
    /// @param source the CloudEvents `source`
    /// @param id HALO's id of it; of a duplicate, the id of the first
    /// @param eventId the CloudEvents `id`
    /// @param outcome `accepted` or `duplicate`
    record AcceptedEvent(UUID id, String source, String eventId, String outcome) {
    }

    /// @param accepted how many are new
    /// @param duplicates how many were known already
    /// @param events one for each event, in the order of the request
    /// @param event the first of them; absent where there is none
    record AcceptedAnswer(boolean ok, int accepted, int duplicates, List<AcceptedEvent> events,
            @Nullable AcceptedEvent event) {
    }

    record EventsAnswer(boolean ok, List<EventView> events, @Nullable String next) {
    }

    /// @param routing `pending` until the actions of its wormholes were executed, then `done`; `none` for outgoing events
    /// @param wormholes which wormholes it went through and what each did
    /// @param unmatched which wormholes it does not go through as they are now, and why not
    record EventAnswer(boolean ok, EventView event, String routing, List<ActionOutcomeStore.OutcomeView> wormholes,
            List<RoutingReporter.Unmatched> unmatched) {
    }

    @PostMapping
    @Operation(summary = "Accepts events", description = """
            CloudEvents 1.0 (structured, binary, batched) or DreamNet's form {sourceType, sourceId, eventType, severity, payload},
            one or a list. Committed before the answer, once for each source and id. Where one event of several is wrong, none
            is taken.""")
    @ApiResponse(responseCode = "202", description = "They are committed")
    @RequestBody(required = true, content = {
            @Content(mediaType = "application/json", schema = @Schema(implementation = EventForms.DreamNetEvent.class)),
            @Content(mediaType = "application/cloudevents+json", schema = @Schema(implementation = EventForms.CloudEvent.class)),
            @Content(mediaType = "application/cloudevents-batch+json", array = @ArraySchema(schema = @Schema(implementation = EventForms.CloudEvent.class)))})
    ResponseEntity<AcceptedAnswer> acceptEvents(@Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            InputStream body)
            throws IOException, HttpMediaTypeNotSupportedException {
        Map<String, String> attributes = new TreeMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(ATTRIBUTE) && !values.isEmpty()) {
                attributes.put(lower.substring(ATTRIBUTE.length()),
                        CloudEventHeader.decoded(lower, values.getFirst()));
            }
        });
        return taken(sent(reader.read(new EventReader.Sent(attributes, headers.getFirst(HttpHeaders.CONTENT_TYPE),
                key(headers), body.readAllBytes()))));
    }

    private List<WormholeEvent> sent(List<WormholeEvent> events) {
        return events.stream().map(event -> event.sentBy(actor.get())).toList();
    }

    private ResponseEntity<AcceptedAnswer> taken(List<WormholeEvent> events) {
        events.forEach(event -> authority.requireSource(event.source()));
        keyed.requireSame(events);
        Map<UUID, UUID> known = intake.acceptTogether(events);
        if (!known.isEmpty()) {
            // another request under the same key may have been committed in between
            keyed.requireSame(events);
        }
        List<AcceptedEvent> taken = events.stream()
                .map(event -> new AcceptedEvent(known.getOrDefault(event.id(), event.id()), event.source(),
                        event.eventId(),
                        known.containsKey(event.id()) ? "duplicate" : "accepted"))
                .toList();
        int duplicates = Math.toIntExact(taken.stream().filter(one -> one.outcome().equals("duplicate")).count());
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(new AcceptedAnswer(true, taken.size() - duplicates,
                duplicates, taken, taken.isEmpty() ? null : taken.getFirst()));
    }

    /// @param direction only events that came in, or that went out
    /// @param type only events of this type; `*` stands for any text
    /// @param source only events of this CloudEvents source
    /// @param sourceType only events of senders of this kind
    /// @param severity only events of at least this severity
    /// @param subject only events that name this subject, as `kind:id`
    /// @param since only what was at this time or later, as 2026-11-24T03:00:00Z
    /// @param until only what was before this time
    @GetMapping
    @Operation(summary = "Lists events, the newest first")
    EventsAnswer list(@RequestParam @Nullable Direction direction, @RequestParam @Nullable String type,
            @RequestParam @Nullable String source, @RequestParam @Nullable String sourceType,
            @RequestParam @Nullable EventSeverity severity, @RequestParam @Nullable String subject,
            @RequestParam @Nullable Instant since, @RequestParam @Nullable Instant until, PageQuery query) {
        EventQuery filter = new EventQuery(direction, type, source, sourceType, severity,
                subject == null ? null : SubjectRef.parse(subject), since, until);
        Page<EventView> page = store.page(filter, query).map(event -> EventView.of(event, false));
        return new EventsAnswer(true, page.items(), page.next());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows one event and what it set in motion")
    EventAnswer get(@PathVariable String id) {
        UUID key = Ids.parse("event", id);
        WormholeEvent event = store.find(key).orElseThrow(() -> new NotFoundException("event", id));
        RoutingReporter.Report report = routing.of(event);
        return new EventAnswer(true, EventView.of(event, true), report.routing(), report.wormholes(),
                report.unmatched());
    }

    /// A signed message that is replayed has the same id, which is part of what is signed. `Idempotency-Key` is not, so it counts
    /// only where there is no such id: another key must not make a replay new.
    private static @Nullable String key(HttpHeaders headers) {
        String signed = headers.getFirst(StandardWebhook.ID);
        return signed == null ? headers.getFirst("Idempotency-Key") : signed;
    }
}
