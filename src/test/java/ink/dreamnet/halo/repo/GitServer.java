package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// A git server that speaks the smart HTTP protocol, and misbehaves where a test asks it to.
final class GitServer implements AutoCloseable {

    private final Repository repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final AtomicInteger advertisements = new AtomicInteger();
    final AtomicInteger packs = new AtomicInteger();
    volatile String password = "";
    volatile boolean trickling;
    volatile boolean compressed;
    /// What is answered instead of the references, or of the pack; null for what is true.
    volatile @Nullable Lie advertisement;
    volatile @Nullable Lie pack;

    /// Writes an answer.
    @FunctionalInterface
    interface Lie {

        void write(OutputStream out) throws IOException;
    }

    GitServer(Repository repository) throws IOException {
        this.repository = repository;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/it.git/info/refs", exchange -> serve(exchange, true));
        server.createContext("/it.git/git-upload-pack", exchange -> serve(exchange, false));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/it.git";
    }

    private void serve(HttpExchange exchange, boolean advertise) throws IOException {
        try (exchange) {
            if (!password.isEmpty() && !("Basic " + Base64.getEncoder().encodeToString(
                    ("git:" + password).getBytes(StandardCharsets.UTF_8)))
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-"
                    + (advertise ? "advertisement" : "result"));
            if (!advertise) {
                packs.incrementAndGet();
            }
            if (compressed) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                Lie lie = advertise ? advertisement : pack;
                if (lie != null) {
                    lie.write(out);
                } else if (trickling) {
                    trickle(out);
                } else if (advertise) {
                    advertisements.incrementAndGet();
                    PacketLineOut lines = new PacketLineOut(out);
                    lines.writeString("# service=git-upload-pack\n");
                    lines.end();
                    upload().sendAdvertisedRefs(new RefAdvertiser.PacketLineOutRefAdvertiser(lines));
                } else {
                    InputStream body = exchange.getRequestBody();
                    InputStream plain = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                            ? new GZIPInputStream(body)
                            : body;
                    upload().upload(plain, out, null);
                }
            }
        }
    }

    private UploadPack upload() {
        UploadPack upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        return upload;
    }

    private static void trickle(OutputStream out) throws IOException {
        out.write("001e# service=git-upload-pack\n0000".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        try {
            for (int i = 0; i < 1000; i++) {
                Thread.sleep(50);
                out.write('a');
                out.flush();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
