package ink.dreamnet.halo.repo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static ink.dreamnet.halo.repo.Workbench.findings;
import static org.assertj.core.api.Assertions.assertThat;

/// Git servers that send more than HALO's memory would hold.
class HostileGitServerTest {

    private static final String SERVICE = "001e# service=git-upload-pack\n0000";

    @TempDir
    Path directory;
    private Scratch scratch;
    private GitServer server;
    private Workbench bench;
    private ObjectId head;

    @BeforeEach
    void serveARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
        head = scratch.file("a.txt", "bad").commit();
        server = new GitServer(scratch.git());
        bench = new Workbench(directory.resolve("data"), Map.of("halo.repo.max-object-size", "1MB"), Map.of());
    }

    @AfterEach
    void close() {
        server.close();
        scratch.close();
    }

    private void refuses(String url, String why) throws Exception {
        Inspection seen = bench.inspect(Workbench.watched(Workbench.remote(url, null)));
        assertThat(findings(seen)).containsExactly("repo.unreachable  high");
        assertThat(seen.state().getFirst().message()).contains(why);
    }

    private void references(OutputStream out, int nameLength) throws IOException {
        write(out, SERVICE);
        referencesAlone(out, nameLength);
    }

    private void referencesAlone(OutputStream out, int nameLength) throws IOException {
        write(out, line("%s HEAD\0side-band-64k shallow ofs-delta symref=HEAD:refs/heads/main\n".formatted(
                head.name())));
        String name = "refs/heads/" + "x".repeat(nameLength);
        try {
            for (int i = 0; true; i++) {
                write(out, line("%s %s%08d\n".formatted(head.name(), name, i)));
            }
        } catch (IOException closed) {
            // HALO has enough
        }
    }

    private static String line(String content) {
        return "%04x%s".formatted(content.length() + 4, content);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void inspectWhenReferencesHaveNoEndRefuses() throws Exception {
        server.advertisement = out -> references(out, 1);
        refuses(server.url(), "has more than 400000 references");
        server.advertisement = out -> references(out, 10_000);
        refuses(server.url(), "sent more than 33554432 bytes");
    }

    @Test
    void inspectWhenReferencesAreCompressedCountsWhatTheyBecome() throws Exception {
        server.compressed = true;
        server.advertisement = out -> references(new GZIPOutputStream(out), 10_000);
        refuses(server.url(), "sent more than 33554432 bytes");
    }

    @Test
    void inspectWhenAPackAnnouncesTooManyObjectsRefuses() throws Exception {
        server.pack = out -> sendPack(out, 2_000_000_000, new byte[0]);
        refuses(server.url(), "its pack has 2000000000 objects");
    }

    @Test
    void inspectWhenAnObjectAnnouncesToBeLargeRefuses() throws Exception {
        ByteArrayOutputStream commit = new ByteArrayOutputStream();
        // a commit of 2^31 - 1 bytes: the type and the low 4 bits, then 7 bits each
        commit.write(0x9f);
        commit.write(new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x3f});
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(commit)) {
            deflated.write(new byte[100]);
        }
        server.pack = out -> sendPack(out, 1, commit.toByteArray());
        refuses(server.url(), "1,048,576");
    }

    @Test
    void inspectWhenMessagesHaveNoEndRefuses() throws Exception {
        server.pack = out -> {
            write(out, "0008NAK\n");
            try {
                while (true) {
                    write(out, line("\u0002" + "x".repeat(1000)));
                }
            } catch (IOException closed) {
                // HALO has enough
            }
        };
        refuses(server.url(), "sent more than 1048576 bytes beside the pack");
    }

    @Test
    void inspectWhenItIsNotSmartRefuses() throws Exception {
        server.advertisement = out -> write(out, "no packet line");
        refuses(server.url(), "");
    }

    @Test
    void inspectWhenTheGitProtocolHasNoEndRefuses() throws Exception {
        try (ServerSocket endless = answering(out -> referencesAlone(out, 1))) {
            refuses("git://127.0.0.1:" + endless.getLocalPort() + "/it.git", "has more than 400000 references");
        }
    }

    @Test
    void inspectWhenInformationalAnswersHaveNoEndRefuses() throws Exception {
        byte[] one = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket endless = answering(out -> {
            while (true) {
                out.write(one);
            }
        })) {
            refuses("http://127.0.0.1:" + endless.getLocalPort() + "/it.git", "1xx");
        }
    }

    private static ServerSocket answering(GitServer.Lie lie) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    lie.write(socket.getOutputStream());
                } catch (IOException closed) {
                    // the next one
                }
            }
        });
        return server;
    }

    private void sendPack(OutputStream out, int objects, byte[] content) throws IOException {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        write(pack, "PACK");
        pack.write(ByteBuffer.allocate(8).putInt(2).putInt(objects).array());
        pack.write(content);
        write(out, line("shallow %s\n".formatted(head.name())) + "00000008NAK\n");
        write(out, "%04x\u0001".formatted(pack.size() + 5));
        pack.writeTo(out);
        write(out, "0000");
    }
}
