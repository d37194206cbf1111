package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/// A real HTTP server that plays a service of DreamNet: each path answers what the test says, 404 before that.
public final class FakeService implements AutoCloseable {

    private final String prefix;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    public FakeService() {
        this("");
    }

    /// @param prefix comes before all its paths; with a slash at the begin and none at the end
    FakeService(String prefix) {
        this.prefix = prefix;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext(prefix + "/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring(prefix.length());
            asked.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
            handler(path).handle(exchange);
        });
        server.start();
    }

    private HttpHandler handler(String path) {
        HttpHandler exact = handlers.get(path);
        return exact != null
                ? exact
                : handlers.entrySet().stream()
                        .filter(below -> below.getKey().endsWith("/") && path.startsWith(below.getKey()))
                        .map(Map.Entry::getValue).findFirst().orElse(other -> answer(other, 404, "{}"));
    }

    /// @return its base URL
    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + prefix;
    }

    /// @return how many requests it has had since the last reset
    public int asked() {
        return asked.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /// @return how many of these went to a path
    public int asked(String path) {
        AtomicInteger count = asked.get(path);
        return count == null ? 0 : count.get();
    }

    /// Forgets all that it was told.
    public void reset() {
        asked.clear();
        handlers.clear();
    }

    /// Tells a path to answer so from now on.
    public void answers(String path, int status, String body) {
        handlers.put(path, exchange -> answer(exchange, status, body));
    }

    /// Tells a path to answer so with 200 from now on.
    public void answers(String path, String body) {
        answers(path, 200, body);
    }

    /// Tells a path, or all that is below one which ends with a slash, to be served so from now on.
    public void serves(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    /// Tells a path to answer these statuses one after the other, with an empty object each, and then as it was told before.
    public void answersFirst(String path, int... statuses) {
        HttpHandler then = handlers.getOrDefault(path, exchange -> answer(exchange, 404, "{}"));
        Queue<Integer> waiting = new ArrayDeque<>();
        for (int status : statuses) {
            waiting.add(status);
        }
        handlers.put(path, exchange -> {
            Integer status;
            synchronized (waiting) {
                status = waiting.poll();
            }
            if (status == null) {
                then.handle(exchange);
            } else {
                answer(exchange, status, "{}");
            }
        });
    }

    /// Tells a path to accept and never answer.
    public void neverAnswers(String path) {
        handlers.put(path, exchange -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Tells a path to send a body that never ends.
    public void neverEnds(String path) {
        handlers.put(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                byte[] bytes = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
                while (true) {
                    body.write(bytes);
                }
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
