package ink.dreamnet.halo.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The command `bin/halo` as an operator runs it, against a HALO that asks for a token.
@OnH2
class CommandTest extends SecuredHalo {

    private static final Path COMMAND = Path.of(System.getProperty("halo.basedir", "."), "bin", "halo")
            .toAbsolutePath();
    private static final String[] AS_FIRST = {"Authorization", "Bearer " + FIRST};
    private static final String[] AS_SECOND = {"Authorization", "Bearer " + SECOND};

    @Autowired
    Api api;
    @LocalServerPort
    int port;
    @TempDir
    Path directory;

    /// Puts a `curl` in front of the real one that writes down what it is started with.
    @BeforeEach
    void watchCurl() throws IOException {
        Path curl = directory.resolve("curl");
        Files.writeString(curl, """
                #!/usr/bin/env bash
                printf '%%s ' "$@" >> %s
                PATH=${PATH#*:} exec curl "$@"
                """.formatted(directory.resolve("arguments")));
        assertThat(curl.toFile().setExecutable(true)).isTrue();
    }

    /// @param out standard output and error
    private record Ran(int exit, String out) {
    }

    private Ran halo(String... arguments) throws IOException, InterruptedException {
        return halo(Map.of("HALO_URL", "http://localhost:" + port, "HALO_TOKEN", FIRST), arguments);
    }

    private Ran halo(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", COMMAND.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("HALO_"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", directory.toString(), (path, front) -> front + ":" + path);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out);
    }

    @Test
    void approveWhenTheTaskIsAnotherThanWasShownApprovesNothing() throws Exception {
        api.put("/api/halo/endpoints/till", "{\"url\":\"http://localhost:%d/\"}".formatted(FleetServer.closedPort()),
                "Authorization", "Bearer " + ADMIN);
        assertThat(halo("run", "--subject", "endpoint:till", "-m", "after the deploy")).satisfies(ran -> {
            assertThat(ran.exit()).as(ran.out()).isZero();
            assertThat(ran.out()).contains("1 critical", "after the deploy");
        });
        assertThat(halo("problems").out())
                .containsPattern("critical +endpoint:till +Endpoint till is down.*\n +open for ");
        assertThat(halo("subjects", "--kind", "endpoint", "--text", "TILL").out())
                .containsPattern("weak +endpoint:till +endpoint.down for .*, checked ");
        assertThat(halo("status")).satisfies(ran -> assertThat(ran.out()).contains("1 critical", "1 to decide on"));
        assertThat(halo("status", "--check").exit()).isEqualTo(10);
        JsonNode task = api.get("/api/halo/tasks?status=pending-approval", AS_FIRST).body().at("/tasks/0");
        String id = task.get("id").stringValue();
        String hash = task.get("contentHash").stringValue();
        assertThat(halo("approvals").out()).contains("repair.api.endpoint → DeployKeeper", id);
        assertThat(halo("approvals").out()).containsPattern("expires in \\d+");
        assertThat(halo("tasks", id).out()).contains("instruction = The endpoint is down", "contentHash  " + hash);
        // nobody can be asked, and nobody said yes
        assertThat(halo("approve", id).exit()).isEqualTo(2);

        assertThat(
                api.write("PATCH", "/api/halo/tasks/" + id, "{\"targetAgents\": [\"Somebody\"]}", AS_SECOND).status())
                .isEqualTo(200);
        assertThat(halo("approve", id, "--hash", hash)).satisfies(ran -> {
            assertThat(ran.exit()).isEqualTo(5);
            assertThat(ran.out()).startsWith("halo: Task " + id + " was edited since").hasLineCount(1);
        });
        assertThat(halo("approve", id, "--yes", "-m", "a \"quote\", a \\ and é")).satisfies(ran -> {
            assertThat(ran.exit()).as(ran.out()).isZero();
            assertThat(ran.out()).contains("Somebody", "approved, now approved");
        });
        JsonNode approval = api.get("/api/halo/tasks/" + id, AS_FIRST).body().at("/task/approvals/0");
        assertThat(approval.get("by").stringValue()).isEqualTo("first-shift");
        assertThat(approval.get("comment").stringValue()).isEqualTo("a \"quote\", a \\ and é");
        assertThat(halo("cancel", id).out()).contains("cancelled, now cancelled");
        assertThat(Files.readString(directory.resolve("arguments"))).contains("--config -").doesNotContain(FIRST);
    }

    @Test
    void pauseAndResumeAreOfTheOperatorWhoseTokenItIs() throws Exception {
        assertThat(halo("pause", "-m", "a freeze").exit()).isZero();
        assertThat(halo("status").out()).containsPattern("paused +for \\d+ s by first-shift: a freeze");
        assertThat(halo("pause", "-m", "again").exit()).isEqualTo(5);
        assertThat(halo("resume", "--json", "--message=over"))
                .isEqualTo(new Ran(0, "{\"ok\":true,\"paused\":false}\n"));
    }

    @Test
    void refusalsAreOneSentenceAndACodeOfTheirOwn() throws Exception {
        String url = "http://localhost:" + port;
        assertThat(halo(Map.of("HALO_URL", url), "status")).satisfies(ran -> {
            assertThat(ran.exit()).isEqualTo(6);
            assertThat(ran.out()).startsWith("halo: ").hasLineCount(1);
        });
        assertThat(halo(Map.of("HALO_URL", url + "/", "HALO_TOKEN", "not-the-right-s3cret"), "problems").exit())
                .isEqualTo(6);
        assertThat(halo("tasks", "01a22a64-216b-71aa-84ae-2cdad1aac52d").exit()).isEqualTo(4);
        assertThat(halo("problems", "--severity", "not & such").exit()).isEqualTo(1);
        assertThat(halo(Map.of("HALO_URL", "http://localhost:" + FleetServer.closedPort()), "status"))
                .satisfies(ran -> {
                    assertThat(ran.exit()).isEqualTo(3);
                    assertThat(ran.out()).startsWith("halo: cannot reach HALO at http://localhost:").hasLineCount(1);
                });
    }

    @ParameterizedTest
    @CsvSource({"nonsense", "status --light", "problems -x", "approve", "approve ../tokens", "tasks --status",
            "approve 01a2 01a3 --hash x --yes", "completion fish", "pause"})
    void wrongUsageAsksHaloNothing(String arguments) throws Exception {
        assertThat(halo(arguments.split(" "))).satisfies(ran -> {
            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.out()).startsWith("halo: ").hasLineCount(1);
        });
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    private static HttpServer answering(String json) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void numbersOfOthersAreNotCarriedOut() throws Exception {
        Path mark = directory.resolve("carried-out");
        HttpServer server = answering("""
                {"status":{"lastRunAt":"2026-02-28T23:59:59Z","lastDurationMs":"a[$(touch %1$s)]","weakPoints":
                {"critical":"a[$(touch %1$s)]","high":1}},"tasks":[{"id":"$(touch %1$s)"}]}""".formatted(mark));
        try {
            Map<String, String> there = Map.of("HALO_URL", "http://localhost:" + server.getAddress().getPort());
            assertThat(halo(there, "status").out()).contains("took 0 ms", "0 critical, 1 high");
            assertThat(halo(there, "completing", "approve").out()).doesNotContain("touch");
            assertThat(mark).doesNotExist();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void textsOfOthersDoNotSteerTheTerminal() throws Exception {
        HttpServer server = answering(
                """
                        {"ok":true,"weakPoints":[{"id":"1","severity":"high","subject":{"kind":"agent","id":"a"},"state":"open",
                        "summary":"\\u001b[2Jtab\\there \\"x\\" {[,:]} \u202e\u009b31m é","firstSeenAt":"2026-02-28T23:59:59.999Z",
                        "occurrences":2,"taskIds":[]}]}""");
        try {
            assertThat(halo(Map.of("HALO_URL", "http://localhost:" + server.getAddress().getPort()), "problems").out())
                    .startsWith("high      agent:a  \\u001b[2Jtab here \"x\" {[,:]} ??31m é\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void completionOffersCommandsAndIds() throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", """
                PATH=%s:$PATH; eval "$(halo completion bash)"
                COMP_WORDS=(halo app) COMP_CWORD=1; _halo; echo "${COMPREPLY[*]}"
                COMP_WORDS=(halo run --) COMP_CWORD=2; _halo; echo "${COMPREPLY[*]}"
                """.formatted(COMMAND.getParent())).start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("approvals approve\n--light --subject --message --json\n");
    }
}
