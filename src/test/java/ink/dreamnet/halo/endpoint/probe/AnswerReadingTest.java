package ink.dreamnet.halo.endpoint.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import ink.dreamnet.halo.support.Networks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static ink.dreamnet.halo.endpoint.probe.TargetBuilder.target;
import static org.assertj.core.api.Assertions.assertThat;

/// What odd but legal servers send is read, and what is wrong is named.
class AnswerReadingTest {

    private static final String JSON = "{\"status\":\"UP\"}";

    private final ProbeRunner runner = new ProbeRunner(ProbeOptions.DEFAULTS, Networks.LOCAL, Clock.systemUTC());

    @AfterEach
    void close() {
        runner.close();
    }

    private ProbeResult probe(String head, byte[] body, String... conditions) throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            exchange.request();
            exchange.send((head + "\n\n").replace("\n", "\r\n"));
            exchange.send(body);
        })) {
            return runner.probe(List.of(target(server.url("/")).timeout(20_000).conditions(conditions).build()),
                    Clock.systemUTC().instant().plusSeconds(30)).getFirst();
        }
    }

    private static byte[] packed(String encoding, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = switch (encoding) {
            case "deflate" -> new DeflaterOutputStream(packed);
            case "raw" -> new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            default -> new GZIPOutputStream(packed);
        }) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "gzip, x-gzip", "gzip, GZIP", "deflate, deflate", "raw, deflate"})
    void bodyWhenCompressedUnaskedIsUnpacked(String form, String encoding) throws IOException {
        byte[] body = packed(form, JSON.getBytes(StandardCharsets.UTF_8));
        ProbeResult result = probe(
                "HTTP/1.1 200 OK\nContent-Encoding: " + encoding + "\nContent-Length: " + body.length,
                body, "[BODY].status == UP");
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.UP);
        assertThat(probe("HTTP/1.1 200 OK\nContent-Encoding: " + encoding + "\nContent-Length: 0", new byte[0],
                "len([BODY]) == 0").verdict()).isEqualTo(Verdict.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void bodyWhenItUnpacksToVeryMuchIsReadUpToTheCap(String form) throws IOException {
        byte[] bomb = packed(form, new byte[20_000_000]);
        ProbeResult result = probe("HTTP/1.1 200 OK\nContent-Encoding: " + form + "\nContent-Length: " + bomb.length,
                bomb,
                "len([BODY]) == 65536");
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.UP);
    }

    @Test
    void bodyWhenItIsNotTheGzipThatItClaimsIsAProtocolError() throws IOException {
        ProbeResult result = probe("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 15",
                JSON.getBytes(StandardCharsets.UTF_8), "[BODY].status == UP");
        assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
        assertThat(result.message()).contains("not the gzip");
        assertThat(probe("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 15",
                JSON.getBytes(StandardCharsets.UTF_8)).verdict()).as("nobody asks for the body").isEqualTo(Verdict.UP);
    }

    @Test
    void bodyWhenItBeginsWithAByteOrderMarkIsReadWithoutIt() throws IOException {
        byte[] body = ("\uFEFF" + JSON).getBytes(StandardCharsets.UTF_8);
        assertThat(probe("HTTP/1.1 200 OK\nContent-Length: " + body.length, body, "[BODY].status == UP",
                "len([BODY]) == 15").verdict()).isEqualTo(Verdict.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 15\nContent-Length: 15", "Content-Length: 15, 15"})
    void lengthWhenItIsThereTwiceAndTheSameIsTaken(String lengths) throws IOException {
        assertThat(probe("HTTP/1.1 200 OK\n" + lengths, JSON.getBytes(StandardCharsets.UTF_8), "[BODY].status == UP")
                .verdict()).isEqualTo(Verdict.UP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Content-Length: 15\\nContent-Length: 16|with different values",
            "Content-Length: 15, 16|with different values", "Content-Length: much|Invalid content length",
            "Transfer-Encoding: strange|transfer encoding: strange", "broken|Invalid header: <broken>"})
    void answerWhenItIsWrongSaysWhatIs(String header, String problem) throws IOException {
        ProbeResult result = probe("HTTP/1.1 200 OK\n" + header.replace("\\n", "\n"),
                JSON.getBytes(StandardCharsets.UTF_8));
        assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
        assertThat(result.message()).contains(problem);
    }

    @Test
    void answerWhenItIsOfAnotherProtocolQuotesItsBeginning() throws IOException {
        ProbeResult result = probe("SSH-2.0-OpenSSH_9.2" + "x".repeat(1_000), new byte[0]);
        assertThat(result.verdict()).isEqualTo(Verdict.PROTOCOL_ERROR);
        assertThat(result.message()).contains("<SSH-2.0-OpenSSH_9.2").hasSizeLessThan(250);
    }

    @Test
    void redirectWhenItIsRelativeAndHasABlankIsFollowed() throws IOException {
        try (ScriptedServer server = new ScriptedServer(exchange -> {
            String request = String.valueOf(exchange.request());
            if (request.startsWith("GET /shop/list ")) {
                exchange.answer(302, "Location: ?lang=en\r\n", "");
            } else if (request.startsWith("GET /shop/list?lang=en ")) {
                exchange.answer(302, "Location: /x/../new shop?a=%26\r\n", "");
            } else {
                exchange.answer(request.startsWith("GET /new%20shop?a=%26 ") ? 200 : 404, "", "");
            }
        })) {
            ProbeResult result = runner.probe(List.of(target(server.url("/shop/list")).build()),
                    Clock.systemUTC().instant().plusSeconds(30)).getFirst();
            assertThat(result.verdict()).as(server.requests.toString()).isEqualTo(Verdict.UP);
        }
    }
}
