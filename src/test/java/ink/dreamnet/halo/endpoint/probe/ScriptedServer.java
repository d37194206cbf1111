package ink.dreamnet.halo.endpoint.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/// A server whose every byte the test decides. It counts connections and requests.
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket server;
    private final Script script;
    private final Thread accepting;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        accepting = Thread.startVirtualThread(this::accept);
    }

    /// Serves one connection.
    @FunctionalInterface
    interface Script {
        void serve(Exchange exchange) throws IOException, InterruptedException;
    }

    String url(String scheme, String path) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + path;
    }

    String url(String path) {
        return url("http", path);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Exchange(socket));
        } catch (IOException | InterruptedException _) {
            // the client went away
        } finally {
            open.remove(socket);
        }
    }

    int openConnections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        try {
            // it listens until that thread has seen the end
            accepting.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// One connection.
    final class Exchange {

        private final OutputStream out;
        private final BufferedReader in;

        Exchange(Socket socket) throws IOException {
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        /// @return the request line and headers, or null at the end of the connection
        @Nullable
        String request() throws IOException {
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    requests.add(request.toString());
                    return request.toString();
                }
                request.append(line).append('\n');
            }
            return null;
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void answer(int status, String headers, String body) throws IOException {
            send("HTTP/1.1 " + status + " Answer\r\n" + headers + "Content-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        /// Lets time pass on the server's side, less if the server closes.
        void linger(long millis) throws InterruptedException {
            boolean _ = closed.await(millis, TimeUnit.MILLISECONDS);
        }

        void hang() throws InterruptedException {
            closed.await();
        }

        void drip(String text, long everyMillis) throws IOException, InterruptedException {
            for (int i = 0; i < text.length(); i++) {
                send(text.substring(i, i + 1));
                linger(everyMillis);
            }
        }
    }
}
