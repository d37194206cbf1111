package ink.dreamnet.halo.web.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/// A real Tomcat without Spring, with small bounds: 40 connections, 30 of them from one address other than 127.0.0.1.
class BoundedConnectionsTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress THIRD = InetAddress.ofLiteral("127.0.0.3");
    private static final String SLOW = "GET / HTTP/1.1\r\nHost: localhost\r\nX: ";
    private static final String FAST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String BODY = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";
    private static final String LISTEN = "GET /listen HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String WAIT = "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger waits = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private OpenConnections open = open(Duration.ofSeconds(30));
    private @Nullable WebServer server;

    private OpenConnections open(Duration bodyTimeout) {
        return new OpenConnections(new ConnectionLimits(40, 30, List.of("127.0.0.1"), bodyTimeout),
                new ConnectionCloses(meters, Clock.systemUTC()));
    }

    @BeforeEach
    void start() {
        start(Duration.ofSeconds(60));
    }

    private void start(Duration headerTimeout) {
        stop();
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setAddress(HERE);
        new ConnectionConfiguration().boundedConnections(open).customize(factory);
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
                protocol.setConnectionTimeout((int) headerTimeout.toMillis());
                protocol.setExecutor(new VirtualThreadTaskExecutor("test-"));
            }
        });
        server = factory.getWebServer(context -> {
            ServletRegistration.Dynamic all = context.addServlet("all", new Answers());
            all.setAsyncSupported(true);
            all.addMapping("/*");
        });
        server.start();
    }

    @AfterEach
    void end() {
        answered.countDown();
        stop();
    }

    private void stop() {
        if (server != null) {
            server.stop();
            server.destroy();
        }
    }

    /// Answers `/wait` and, without a thread that waits, `/listen` once [#answered] is counted down, and everything else with the
    /// length of the body.
    private final class Answers extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/listen")) {
                listen(request.startAsync());
                return;
            }
            if (request.getRequestURI().equals("/wait")) {
                waits.incrementAndGet();
                try {
                    answered.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            try {
                answer(request, response);
            } catch (ClientAbortException gone) {
                // Tomcat answers
            }
        }

        private void listen(AsyncContext async) {
            async.setTimeout(0);
            waits.incrementAndGet();
            Thread.ofVirtual().start(() -> {
                try {
                    answered.await();
                    async.getResponse().getOutputStream().print("over");
                } catch (IOException | InterruptedException gone) {
                    // its client finds out
                }
                async.complete();
            });
        }

        private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] length = String.valueOf(request.getInputStream().readAllBytes().length)
                    .getBytes(StandardCharsets.US_ASCII);
            response.setContentLength(length.length);
            response.getOutputStream().write(length);
        }
    }

    private Socket connect(InetAddress from, String text) throws IOException {
        Socket socket = new Socket(HERE, server == null ? 0 : server.getPort(), from, 0);
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        send(socket, text);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// @return the status line and what follows, as much as came at once; empty where the connection was closed
    private static String answer(Socket socket) throws IOException {
        try {
            byte[] bytes = new byte[4096];
            int count = socket.getInputStream().read(bytes);
            return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    private double closed(CloseReason reason) {
        return meters.get("halo.connections.closed").tag("reason", reason.tag()).counter().count();
    }

    @Test
    void requestWhenManyConnectionsAreSlowIsAnswered() throws IOException {
        for (int i = 0; i < 200; i++) {
            connect(HERE, SLOW);
        }

        assertThat(answer(connect(HERE, FAST))).startsWith("HTTP/1.1 200");
        assertThat(answer(connect(ELSEWHERE, FAST))).startsWith("HTTP/1.1 200");
        assertThat(open.size()).isEqualTo(40);
        assertThat(closed(CloseReason.FULL)).isEqualTo(162);
        assertThat(closed(CloseReason.REFUSED)).isZero();

        for (Socket each : sockets) {
            each.close();
        }
        Awaitility.await().until(() -> open.size() == 0);
    }

    @Test
    void connectionsWhenOneAddressHasManyGiveWayToThatAddressOnly() throws IOException {
        Socket neighbour = connect(THIRD, FAST);
        assertThat(answer(neighbour)).startsWith("HTTP/1.1 200");
        for (int i = 0; i < 100; i++) {
            connect(ELSEWHERE, SLOW);
        }

        assertThat(answer(connect(ELSEWHERE, FAST))).startsWith("HTTP/1.1 200");
        assertThat(open.size()).isEqualTo(31);
        assertThat(closed(CloseReason.ADDRESS_FULL)).isEqualTo(71);
        send(neighbour, FAST);
        assertThat(answer(neighbour)).startsWith("HTTP/1.1 200");
    }

    @Test
    void connectionWhenAllOthersAreBeingAnsweredIsRefused() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            waiting.add(connect(HERE, WAIT));
        }
        Awaitility.await().until(() -> waits.get() == 40);

        assertThat(answer(connect(HERE, FAST))).isEmpty();
        assertThat(closed(CloseReason.REFUSED)).isEqualTo(1);

        answered.countDown();
        for (Socket each : waiting) {
            assertThat(answer(each)).startsWith("HTTP/1.1 200");
        }
        assertThat(answer(connect(HERE, FAST))).startsWith("HTTP/1.1 200");
    }

    @Test
    void answerWhenItGoesOnForLongerThanAnyTimeOutIsKept() throws IOException {
        start(Duration.ofSeconds(1));
        List<Socket> listening = new ArrayList<>();
        for (int i = 0; i < 39; i++) {
            listening.add(connect(HERE, LISTEN));
        }
        Awaitility.await().until(() -> waits.get() == 39);

        drip(connect(HERE, SLOW), "x");
        assertThat(answer(connect(HERE, FAST))).startsWith("HTTP/1.1 200");
        // the client has its answer before the server is done with it
        Awaitility.await().until(() -> open.beingAnswered() == 39);
        assertThat(answer(connect(HERE, FAST))).startsWith("HTTP/1.1 200");

        answered.countDown();
        for (Socket each : listening) {
            assertThat(answer(each)).startsWith("HTTP/1.1 200");
            send(each, FAST);
            assertThat(answer(each)).startsWith("HTTP/1.1 200");
        }
        assertThat(closed(CloseReason.HEADER_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void headersWhenSentByteByByteAreCutOff() throws IOException {
        start(Duration.ofSeconds(1));
        Socket fresh = connect(HERE, SLOW);
        Socket second = connect(HERE, FAST);
        assertThat(answer(second)).startsWith("HTTP/1.1 200");
        Awaitility.await().until(() -> open.beingAnswered() == 0);
        send(second, SLOW);
        Socket blankLines = connect(HERE, "\r\n");

        drip(fresh, "x");
        drip(second, "x");
        drip(blankLines, "\r\n");

        assertThat(closed(CloseReason.HEADER_TIMEOUT)).isEqualTo(3);
    }

    @Test
    void bodyWhenSentByteByByteIsCutOff() throws IOException {
        open = open(Duration.ofSeconds(1));
        start(Duration.ofSeconds(60));
        Socket slow = connect(HERE, BODY);

        assertThat(drip(slow, "x")).startsWith("HTTP/1.1 408");
        assertThat(closed(CloseReason.BODY_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void bodyWhenItsEndIsWithheldIsCutOff() throws IOException {
        open = open(Duration.ofSeconds(1));
        start(Duration.ofSeconds(60));

        try (InputStream in = connect(HERE, BODY + "x".repeat(999)).getInputStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 408");
        }
    }

    /// Sends a piece every 100 ms until the connection is closed, which its deadline must bring about.
    ///
    /// @return what the server said before
    private static String drip(Socket socket, String piece) throws IOException {
        StringBuilder said = new StringBuilder();
        socket.setSoTimeout(100);
        for (int i = 0; i < 200; i++) {
            try {
                send(socket, piece);
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return said.toString();
                }
                said.append((char) next);
                said.append(answer(socket));
            } catch (SocketTimeoutException stillOpen) {
                // the next piece
            } catch (EOFException | SocketException closed) {
                return said.toString();
            }
        }
        throw new AssertionError("still open after 20 s");
    }
}
