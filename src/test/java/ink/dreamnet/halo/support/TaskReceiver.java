package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real target of dispatches on the loopback address, which keeps every request that it got and answers as it is told.
public final class TaskReceiver implements AutoCloseable {

    /// Takes every task.
    public static final Answering TAKE = (request, earlier) -> new Answer(200, Map.of(), "{\"ok\":true}");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Answering answering = TAKE;

    /// A request.
    ///
    /// @param path where it was sent
    /// @param key its `Idempotency-Key`
    /// @param id its `webhook-id`
    /// @param timestamp its `webhook-timestamp`
    /// @param signature its `webhook-signature`
    /// @param run its `Halo-Run`
    /// @param body its body
    public record Request(String path, String key, @Nullable String id, @Nullable String timestamp,
            @Nullable String signature, String run, String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /// An answer; null instead of one closes the connection.
    public record Answer(int status, Map<String, String> headers, String body) {
    }

    /// Decides on an answer.
    @FunctionalInterface
    public interface Answering {

        /// @param earlier how many requests of the same key came before
        @Nullable
        Answer to(Request request, int earlier);
    }

    private TaskReceiver(HttpServer server) {
        this.server = server;
    }

    public static TaskReceiver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
            TaskReceiver receiver = new TaskReceiver(server);
            server.createContext("/", receiver::serve);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return receiver;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(exchange.getRequestURI().getPath(), header(exchange, "Idempotency-Key"),
                    header(exchange, "webhook-id"), header(exchange, "webhook-timestamp"),
                    header(exchange, "webhook-signature"), header(exchange, "Halo-Run"), body);
            int earlier = (int) requests.stream().filter(before -> before.key().equals(request.key())).count();
            requests.add(request);
            Answer answer = answering.to(request, earlier);
            if (answer != null) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    /// Answers differently from now on.
    public void answer(Answering behaviour) {
        answering = behaviour;
    }

    /// @return every request so far, in the order of their coming
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// @return the requests of one key
    public List<Request> of(String key) {
        return requests.stream().filter(request -> request.key().equals(key)).toList();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
