package ink.dreamnet.halo.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/// A real HTTP server that plays Squad Builder: it answers what the test says, and counts how often it was asked.
final class FakeSquadBuilder {

    static final FakeSquadBuilder INSTANCE = new FakeSquadBuilder();

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile HttpHandler handler = exchange -> answer(exchange, 503, "");

    private FakeSquadBuilder() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/dream/api/squad/agents", exchange -> {
            asked.incrementAndGet();
            handler.handle(exchange);
        });
        server.start();
    }

    /// @return its base URL, with a path and a slash at the end as an operator may write it
    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/dream/";
    }

    int asked() {
        return asked.get();
    }

    void reset() {
        asked.set(0);
        lists();
    }

    /// @param agents the elements of the list, each a JSON object
    void lists(String... agents) {
        answers(200, "{\"ok\":true,\"since\":1,\"agents\":[" + String.join(",", agents) + "]}");
    }

    void answers(int status, String body) {
        handler = exchange -> answer(exchange, status, body);
    }

    /// Fails once, then answers.
    void failsOnceThenLists(String agent) {
        handler = exchange -> {
            lists(agent);
            answer(exchange, 503, "");
        };
    }

    /// Accepts and never answers.
    void neverAnswers() {
        handler = exchange -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /// Sends an endless body.
    void neverEnds() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write("{\"ok\":true,\"agents\":[".getBytes(StandardCharsets.UTF_8));
                byte[] entry = "{\"id\":\"a\",\"role\":\"DreamOps\"},".repeat(1000).getBytes(StandardCharsets.UTF_8);
                while (true) {
                    body.write(entry);
                }
            }
        };
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
