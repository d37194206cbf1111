package ink.dreamnet.halo.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import ink.dreamnet.halo.core.TooManyRequestsException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// A request whose body may only be read up to a limit, and only while the bodies of all requests together are within another.
class CountedBody extends HttpServletRequestWrapper {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final DataSize limit;
    private final DataSize together;
    private final AtomicLong inFlight;
    private long read;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    /// @param inFlight how much was read of the bodies of all requests that are not answered yet, in bytes
    CountedBody(HttpServletRequest request, DataSize limit, DataSize together, AtomicLong inFlight) {
        super(request);
        this.limit = limit;
        this.together = together;
        this.inFlight = inFlight;
    }

    /// Counts the body no more: the request is answered.
    void release() {
        inFlight.addAndGet(-read);
        read = 0;
    }

    private void count(int more) throws BodyTooLargeException {
        read += more;
        long all = inFlight.addAndGet(more);
        if (read > limit.toBytes()) {
            throw new BodyTooLargeException(limit);
        }
        if (all > together.toBytes()) {
            throw new TooManyRequestsException(
                    "The requests that are being taken in are larger than %d bytes together (halo.web.max-in-flight)"
                            .formatted(together.toBytes()),
                    RETRY_AFTER);
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Counted(super.getInputStream());
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(getInputStream(),
                    encoding == null ? StandardCharsets.UTF_8.name() : encoding));
        }
        return reader;
    }

    private final class Counted extends ServletInputStream {

        private final ServletInputStream body;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = body.read(into, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
