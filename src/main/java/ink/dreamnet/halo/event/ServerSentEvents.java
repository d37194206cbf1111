package ink.dreamnet.halo.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;

/// The beginning of a stream of server-sent events (HTML Standard, section 9.2).
public final class ServerSentEvents {

    /// After how long a client that lost its connection asks again.
    private static final byte[] HELLO = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);

    private ServerSentEvents() {
    }

    /// Sends the headers, so that the client knows at once that it is connected.
    ///
    /// @return where the events go, in UTF-8; flush after each
    public static OutputStream begin(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        // or proxies such as nginx would buffer it
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        out.write(HELLO);
        out.flush();
        return out;
    }
}
