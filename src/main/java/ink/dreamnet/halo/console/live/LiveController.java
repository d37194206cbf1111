package ink.dreamnet.halo.console.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import ink.dreamnet.halo.core.Authority;
import ink.dreamnet.halo.core.Senders;
import ink.dreamnet.halo.event.ServerSentEvents;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Says to an open page what has changed, as server-sent events without content (`problems`, `tasks`, `cycles`, `subjects`): the page asks again for
/// what it shows. It ends with the token or the session of who opened it. A page costs the virtual thread of its request.
@Controller
class LiveController {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final byte[] NOTHING = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Changes changes;
    private final Authority authority;
    private final Senders senders;

    LiveController(Changes changes, Authority authority, Senders senders) {
        this.changes = changes;
        this.authority = authority;
        this.senders = senders;
    }

    /// @param since the mark that the page carries: what has changed since is said at once
    @GetMapping("/live")
    void live(@RequestParam(defaultValue = "") String since, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        Mark given = Mark.parse(since);
        Mark seen = given == null ? changes.mark() : given;
        String sender = senders.of(request.getRemoteAddr());
        BooleanSupplier letIn = authority.stillLetIn();
        changes.join(sender);
        try {
            OutputStream out = ServerSentEvents.begin(response);
            long saidNanos = System.nanoTime();
            while (changes.isRunning() && letIn.getAsBoolean()) {
                Mark now = changes.await(seen, Authority.RECHECK);
                boolean changed = !now.equals(seen);
                if (changed || System.nanoTime() - saidNanos >= HEARTBEAT.toNanos()) {
                    out.write(changed ? events(now.changedSince(seen)) : NOTHING);
                    out.flush();
                    saidNanos = System.nanoTime();
                    seen = now;
                }
            }
        } catch (InterruptedException ended) {
            // HALO stops
        } catch (IOException gone) {
            // the page was closed
        } finally {
            changes.leave(sender);
        }
    }

    private static byte[] events(Set<Topic> changed) {
        StringBuilder text = new StringBuilder();
        changed.forEach(topic -> text.append("event: ").append(topic.event()).append("\ndata: 1\n\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
