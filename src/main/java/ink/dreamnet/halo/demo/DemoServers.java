package ink.dreamnet.halo.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// The endpoints of the demo fleet: one server on the loopback address and a free port, with a path for each.
final class DemoServers implements AutoCloseable {

    /// Longer than `slowAfterMs` of the endpoints.
    private static final Duration SLOW = Duration.ofMillis(600);
    private static final String UP = "{\"status\":\"UP\"}";
    private static final String DEGRADED = "{\"status\":\"DEGRADED\",\"reason\":\"the queue is full\"}";
    private static final String DOWN = "{\"status\":\"DOWN\"}";

    private static final Set<String> BROKEN = Set.of("down", "dropped");

    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final Map<String, List<String>> dependsOn;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /// @param dependsOn the ids of the endpoints without which one is down
    DemoServers(Map<String, List<String>> dependsOn) {
        this.dependsOn = dependsOn;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void become(String id, String state) {
        states.put(id, state);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (state(exchange.getRequestURI().getPath().substring(1))) {
                case "down" -> answer(exchange, 503, DOWN);
                case "wrong" -> answer(exchange, 200, DEGRADED);
                case "slow" -> {
                    Thread.sleep(SLOW);
                    answer(exchange, 200, UP);
                }
                case Script.WELL -> answer(exchange, 200, UP);
                case "dropped" -> {
                    // the connection is closed without an answer
                }
                case String unknown -> throw new IllegalStateException("an endpoint cannot be " + unknown);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private String state(String id) {
        String state = states.getOrDefault(id, Script.WELL);
        boolean held = dependsOn.getOrDefault(id, List.of()).stream().map(this::state).anyMatch(BROKEN::contains);
        return held && !BROKEN.contains(state) ? "down" : state;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
