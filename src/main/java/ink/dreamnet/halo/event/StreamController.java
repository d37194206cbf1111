package ink.dreamnet.halo.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.event.StreamListener.Frame;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Streams events as they are committed, until the reader's token or session ends. A listener costs the virtual thread of its request, which waits on its queue.
@RestController
@RequestMapping("/api/halo/events/stream")
@Tag(name = "Events", description = "Incoming and outgoing events, and what they set in motion")
class StreamController {

    private static final int PAGE = 200;
    /// How many clients may catch up at the same time; the others wait.
    private static final int CATCHING_UP = 4;
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Broadcast broadcast;
    private final EventLog log;
    private final StreamProperties properties;
    private final Authority authority;
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP, true);

    StreamController(Broadcast broadcast, EventLog log, StreamProperties properties, Authority authority) {
        this.broadcast = broadcast;
        this.log = log;
        this.properties = properties;
        this.authority = authority;
    }

    /// @param type only events of these types; `*` stands for any text
    /// @param severity only events of at least this severity
    /// @param subject only events that name this subject, as `kind:id`
    /// @param direction only events that came in (`in`), or that went out (`out`)
    /// @param lastEventId the position after which the stream goes on
    @GetMapping
    @Operation(summary = "Streams events of both directions as server-sent events", description = """
            Each has its position as id and a CloudEvent as data. With Last-Event-ID the stream goes on after that position;
            without it, it begins now. A silent stream sends a comment from time to time. A client that reads
            too slowly is disconnected. 503 where there are too many listeners.""")
    @ApiResponse(responseCode = "200", description = "The stream", content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    void streamEvents(HttpServletResponse response, @RequestParam(required = false) @Nullable List<String> type,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String direction,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) throws IOException {
        StreamFilter filter = StreamFilter.of(type, severity, subject, direction);
        Long last = position(lastEventId);
        // an id beyond the newest event is not of this database. The newest is read before the response begins, because its
        // client counts on all events after that
        Long after = last == null ? null : Math.min(last, log.last());
        StreamListener listener = new StreamListener(filter, properties.queue(), Thread.currentThread());
        long joined = broadcast.join(listener);
        try {
            OutputStream out = ServerSentEvents.begin(response);
            listen(listener, out, after == null ? joined : missed(filter, out, after));
        } catch (InterruptedException ended) {
            // too slow, or HALO stops
        } catch (IOException gone) {
            // the client has closed the connection
        } finally {
            broadcast.leave(listener);
            listener.end();
            // the mark of the interruption is for this stream alone
            Thread.interrupted();
        }
    }

    private static @Nullable Long position(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return null;
        }
        try {
            long position = Long.parseLong(lastEventId.strip());
            if (position >= 0) {
                return position;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw new InvalidInputException("Last-Event-ID",
                "'%s' is not the id of an event of this stream".formatted(lastEventId));
    }

    /// Sends the events that the client missed. Those that come meanwhile wait in the queue.
    ///
    /// @return the position of the last event that was read
    private long missed(StreamFilter filter, OutputStream out, long after) throws IOException, InterruptedException {
        long position = after;
        EventLog.Slice page;
        do {
            catchingUp.acquire();
            try {
                page = log.after(position, PAGE);
            } finally {
                catchingUp.release();
            }
            for (SequencedEvent entry : page.entries()) {
                if (filter.matches(entry.event())) {
                    Optional<Frame> frame = broadcast.frame(entry);
                    if (frame.isPresent()) {
                        out.write(frame.get().bytes());
                    }
                }
            }
            position = page.end();
            out.flush();
        } while (page.more());
        return position;
    }

    private void listen(StreamListener listener, OutputStream out, long last) throws IOException, InterruptedException {
        BooleanSupplier letIn = authority.stillLetIn();
        long longestSilence = properties.heartbeat().toMillis();
        long silent = 0;
        while (!listener.ended() && letIn.getAsBoolean()) {
            long wait = Math.min(longestSilence - silent, Authority.RECHECK.toMillis());
            Frame frame = listener.poll(wait);
            silent = frame == null ? silent + wait : 0;
            if (silent >= longestSilence) {
                silent = 0;
                out.write(HEARTBEAT);
                out.flush();
            } else if (frame != null && frame.position() > last) {
                out.write(frame.bytes());
                if (listener.idle()) {
                    out.flush();
                }
            }
        }
    }
}
