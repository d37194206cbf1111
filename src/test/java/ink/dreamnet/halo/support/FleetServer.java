package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/// A real HTTP server on the loopback address with n paths (`/e/0` … `/e/{n-1}`), each of which can be told how to behave
/// while it runs. All of them answer 200 with `{"status":"UP"}` at first.
public final class FleetServer implements AutoCloseable {

    static {
        // without it a kept-alive answer waits 40 ms for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
    }

    /// Answers 200 with `{"status":"UP"}`.
    public static final Behaviour UP = answer(200, "{\"status\":\"UP\"}");
    /// Answers 500.
    public static final Behaviour BROKEN = answer(500, "{\"status\":\"DOWN\"}");
    /// Accepts and never answers.
    public static final Behaviour HANG = (exchange, server) -> server.pause(Duration.ofDays(1));
    /// Closes the connection without an answer.
    public static final Behaviour DROP = (exchange, server) -> exchange.close();
    /// Sends the caller back to the same path for ever.
    public static final Behaviour REDIRECT_LOOP = (exchange, server) -> {
        exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
        exchange.sendResponseHeaders(302, -1);
    };
    /// Sends one byte of the body a second, for ever.
    public static final Behaviour DRIP = (exchange, server) -> stream(exchange, server, 1, Duration.ofSeconds(1));
    /// Sends a body that never ends, as fast as it is read.
    public static final Behaviour ENDLESS = (exchange, server) -> stream(exchange, server, 8192, Duration.ZERO);

    private static final Queue<Socket> CLOSED = new ConcurrentLinkedQueue<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReferenceArray<Behaviour> behaviours;
    private final AtomicIntegerArray hits;

    /// How a path answers.
    @FunctionalInterface
    public interface Behaviour {

        /// Serves one request; the exchange is closed afterwards.
        void serve(HttpExchange exchange, FleetServer server) throws IOException;
    }

    private FleetServer(int paths) throws IOException {
        behaviours = new AtomicReferenceArray<>(paths);
        hits = new AtomicIntegerArray(paths);
        setAll(UP);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        server.createContext("/e/", this::serve);
        server.setExecutor(threads);
    }

    /// Starts a server.
    ///
    /// @param paths how many paths it has, at least one
    public static FleetServer start(int paths) {
        try {
            FleetServer fleet = new FleetServer(paths);
            fleet.server.start();
            return fleet;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A port of the loopback address on which nobody listens, and nobody will: it is taken as long as the tests run.
    public static int closedPort() {
        try {
            Socket taken = new Socket();
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CLOSED.add(taken);
            return taken.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A behaviour that answers at once.
    public static Behaviour answer(int status, String body) {
        return answer(status, "application/json", body);
    }

    /// A behaviour that answers with a body of a type, or of none.
    public static Behaviour answer(int status, @Nullable String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (exchange, server) -> {
            if (contentType != null) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /// A behaviour that waits before it does another.
    public static Behaviour after(Duration delay, Behaviour then) {
        return (exchange, server) -> {
            server.pause(delay);
            then.serve(exchange, server);
        };
    }

    /// @return the port it listens on
    public int port() {
        return server.getAddress().getPort();
    }

    /// @return how many paths it has
    public int size() {
        return behaviours.length();
    }

    /// @return the URL of a path
    public String url(int path) {
        return "http://127.0.0.1:%d/e/%d".formatted(port(), path);
    }

    /// Tells one path how to behave from now on.
    public void set(int path, Behaviour behaviour) {
        behaviours.set(path, behaviour);
    }

    /// Tells all paths how to behave from now on.
    public void setAll(Behaviour behaviour) {
        for (int path = 0; path < behaviours.length(); path++) {
            behaviours.set(path, behaviour);
        }
    }

    /// @return how many requests a path has had
    public int hits(int path) {
        return hits.get(path);
    }

    /// @return how many requests it has had
    public int hits() {
        int sum = 0;
        for (int path = 0; path < hits.length(); path++) {
            sum += hits.get(path);
        }
        return sum;
    }

    /// Stops, and ends whatever hangs.
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            int path = Integer.parseInt(exchange.getRequestURI().getPath().substring("/e/".length()));
            hits.incrementAndGet(path);
            behaviours.get(path).serve(exchange, this);
        }
    }

    /// @return whether the server still runs
    private boolean pause(Duration duration) {
        try {
            return !closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stream(HttpExchange exchange, FleetServer server, int chunk, Duration pause)
            throws IOException {
        byte[] bytes = "x".repeat(chunk).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (server.pause(pause)) {
            body.write(bytes);
            body.flush();
        }
    }
}
