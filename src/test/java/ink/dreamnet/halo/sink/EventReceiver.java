package ink.dreamnet.halo.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real receiver of events on the loopback address, which keeps every request and answers as it is told.
final class EventReceiver implements AutoCloseable {

    /// Takes everything, what comes in DreamNet's form as Event Wormholes does.
    static final Answering TAKE = request -> request.path().endsWith("/api/events/emit")
            ? new Answer(200, Map.of("Content-Type", "application/json"), "{\"ok\":true,\"event\":{\"id\":\"e-1\"}}")
            : new Answer(200, Map.of(), "ok");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Request> taken = new CopyOnWriteArrayList<>();
    private volatile Answering answering = TAKE;

    /// A request.
    record Request(String path, Map<String, List<String>> headers, String body) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        @Nullable
        String header(String name) {
            List<String> values = headers.get(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
            return values == null ? null : values.getFirst();
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
    }

    /// Decides on an answer; null closes the connection.
    interface Answering {
        @Nullable
        Answer to(Request request) throws InterruptedException;
    }

    private EventReceiver(HttpServer server) {
        this.server = server;
    }

    static EventReceiver start() {
        return start(0);
    }

    static EventReceiver start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            EventReceiver receiver = new EventReceiver(server);
            server.createContext("/", receiver::serve);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Answer answer = answering.to(request);
            if (answer == null) {
                return;
            }
            if (answer.status() < 300) {
                taken.add(request);
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    void answer(Answering how) {
        answering = how;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// @return all requests, also those that were not taken
    List<Request> requests() {
        return requests;
    }

    /// @return what was answered with a 2xx
    List<Request> taken() {
        return taken;
    }

    List<Request> taken(String path) {
        return taken.stream().filter(request -> request.path().equals(path)).toList();
    }

    void forget() {
        requests.clear();
        taken.clear();
        answering = TAKE;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
