package ink.dreamnet.halo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/// Sends prepared HTTP/1.1 requests over many connections from one thread, so that it takes little of the processors that it
/// shares with the service. Each connection waits for its answer before it sends the next; connections are kept alive for as long
/// as the service does. An answer that is not of status 2xx ends it.
final class LoadClient implements AutoCloseable {

    /// Longer than any answer here.
    private static final int MOST_ANSWER = 64 * 1024;

    private final InetSocketAddress service;
    private final ByteBuffer[] requests;
    private final double rate;
    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private long[] nanos = new long[1 << 16];
    private int sent;
    private int answered;
    private long begin;

    /// @param requests are sent in turns
    /// @param rate how many a second are sent, as long as a connection is free; 0 for as many as are answered
    LoadClient(int port, int connections, ByteBuffer[] requests, double rate) throws IOException {
        this.service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.requests = requests;
        this.rate = rate;
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection();
            this.connections.add(connection);
            idle.add(connection);
        }
    }

    /// What came of it.
    ///
    /// @param nanos how long each answer took from the time when its request was to be sent, in rising order; never empty
    /// @param seconds from the first request to the last answer
    record Result(long[] nanos, double seconds) {

        int answers() {
            return nanos.length;
        }

        double ms(double quantile) {
            return nanos[(int) ((nanos.length - 1) * quantile)] / 1e6;
        }
    }

    /// @param parts method, path and body of each request
    static ByteBuffer[] requests(int number, IntFunction<String[]> parts) {
        return IntStream.range(0, number).mapToObj(parts).map(part -> request(part[0], part[1], part[2]))
                .toArray(ByteBuffer[]::new);
    }

    private static ByteBuffer request(String method, String path, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
        byte[] bytes = "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(method, path, type, body.length(), body).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /// @param most how many are sent at most
    /// @param seconds for how long they are sent at most
    Result send(int most, double seconds) throws IOException {
        begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        while (answered < sent || sent < most && System.nanoTime() < end) {
            long due = due();
            while (!idle.isEmpty() && sent < most && due <= System.nanoTime() && due < end) {
                idle.remove().send(due);
                due = due();
            }
            long wait = idle.isEmpty() || sent == most ? Long.MAX_VALUE : Math.min(due, end) - System.nanoTime();
            if (wait == Long.MAX_VALUE) {
                selector.select(this::answer);
            } else {
                selector.select(this::answer, Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        long[] sorted = Arrays.copyOf(nanos, answered);
        Arrays.sort(sorted);
        return new Result(sorted, took);
    }

    private long due() {
        return rate == 0 ? System.nanoTime() : begin + (long) (sent / rate * 1e9);
    }

    private void answer(SelectionKey key) {
        try {
            if (key.attachment() instanceof Connection connection && connection.answered()) {
                idle.add(connection);
            }
        } catch (IOException failed) {
            throw new IllegalStateException("request %d was not answered".formatted(sent), failed);
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }

    private final class Connection {

        private final ByteBuffer in = ByteBuffer.allocate(MOST_ANSWER);
        private @Nullable SocketChannel channel;
        private long since;

        void send(long due) throws IOException {
            ByteBuffer request = requests[sent++ % requests.length].duplicate();
            since = due;
            in.clear();
            SocketChannel to = channel == null ? connect() : channel;
            while (request.hasRemaining()) {
                to.write(request);
            }
        }

        private SocketChannel connect() throws IOException {
            SocketChannel opened = SocketChannel.open(service);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            channel = opened;
            return opened;
        }

        /// @return whether the whole answer is there
        boolean answered() throws IOException {
            if (channel == null || channel.read(in) < 0) {
                throw new EOFException("the connection was closed");
            }
            Answer answer = Answer.of(in.array(), in.position());
            if (answer == null) {
                return false;
            }
            if (answer.status() / 100 != 2) {
                throw new IOException("the status was " + answer.status());
            }
            if (answered == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * answered);
            }
            nanos[answered++] = System.nanoTime() - since;
            if (!answer.keptAlive()) {
                close();
            }
            return true;
        }

        void close() throws IOException {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        }
    }

    /// As much of an answer as matters here.
    record Answer(int status, boolean keptAlive) {

        private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        private static final int STATUS_AT = "HTTP/1.1 ".length();

        /// @param length how many of the bytes have arrived
        /// @return null where it is not complete
        static @Nullable Answer of(byte[] bytes, int length) {
            int announced = -1;
            boolean kept = true;
            int line = 0;
            for (int i = 0; i < length; i++) {
                if (bytes[i] != '\n') {
                    continue;
                }
                if (i - line <= 1) {
                    boolean complete = announced < 0
                            ? begins(bytes, Math.max(0, length - LAST_CHUNK.length), LAST_CHUNK)
                            : length == i + 1 + announced;
                    return complete ? new Answer(number(bytes, STATUS_AT), kept) : null;
                }
                if (begins(bytes, line, LENGTH)) {
                    announced = number(bytes, line + LENGTH.length + 1);
                }
                kept &= !begins(bytes, line, CLOSE);
                line = i + 1;
            }
            return null;
        }

        private static boolean begins(byte[] bytes, int from, byte[] lowerCase) {
            for (int i = 0; i < lowerCase.length; i++) {
                byte letter = bytes[from + i];
                if (letter != lowerCase[i] && (letter | 0x20) != lowerCase[i]) {
                    return false;
                }
            }
            return true;
        }

        private static int number(byte[] bytes, int from) {
            int number = 0;
            for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
                number = 10 * number + bytes[i] - '0';
            }
            return number;
        }
    }
}
