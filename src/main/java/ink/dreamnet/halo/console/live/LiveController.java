package ink.dreamnet.halo.console.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Says to an open page what has changed, as server-sent events without content (`problems`, `tasks`, `cycles`, `subjects`): the page asks again for
/// what it shows. A page costs the virtual thread of its request.
@Controller
class LiveController {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final byte[] HELLO = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Changes changes;

    LiveController(Changes changes) {
        this.changes = changes;
    }

    /// @param since the mark that the page carries: what has changed since is said at once
    @GetMapping("/live")
    void live(@RequestParam(defaultValue = "") String since, HttpServletResponse response) throws IOException {
        Mark given = Mark.parse(since);
        Mark seen = given == null ? changes.mark() : given;
        changes.join();
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            // or proxies such as nginx would buffer it
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            out.write(HELLO);
            out.flush();
            while (changes.isRunning()) {
                Mark now = changes.await(seen, HEARTBEAT);
                out.write(now.equals(seen) ? NOTHING : events(now.changedSince(seen)));
                out.flush();
                seen = now;
            }
        } catch (InterruptedException ended) {
            // HALO stops
        } catch (IOException gone) {
            // the page was closed
        } finally {
            changes.leave();
        }
    }

    private static byte[] events(Set<Topic> changed) {
        StringBuilder text = new StringBuilder();
        changed.forEach(topic -> text.append("event: ").append(topic.event()).append("\ndata: 1\n\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
