package ink.dreamnet.halo.agent;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import ink.dreamnet.halo.support.DreamNet;
import ink.dreamnet.halo.support.FakeService;
import org.springframework.boot.test.context.TestComponent;

/// Squad Builder's list of agents, as a test plays it.
@TestComponent
final class FakeSquadBuilder {

    private static final String PATH = "/api/squad/agents";

    private final FakeService service;

    FakeSquadBuilder(DreamNet dreamNet) {
        service = dreamNet.squadBuilder;
    }

    int asked() {
        return service.asked(PATH);
    }

    void reset() {
        service.reset();
        lists();
    }

    /// @param agents the elements of the list, each a JSON object
    void lists(String... agents) {
        answers(200, list(agents));
    }

    void answers(int status, String body) {
        service.answers(PATH, status, body);
    }

    /// Fails once, then answers.
    void failsOnceThenLists(String agent) {
        lists(agent);
        service.answersFirst(PATH, 503);
    }

    /// Accepts and never answers.
    void neverAnswers() {
        service.neverAnswers(PATH);
    }

    /// Sends an endless list.
    void neverEnds() {
        service.serves(PATH, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write("{\"ok\":true,\"agents\":[".getBytes(StandardCharsets.UTF_8));
                byte[] entry = "{\"id\":\"a\",\"role\":\"DreamOps\"},".repeat(1000).getBytes(StandardCharsets.UTF_8);
                while (true) {
                    body.write(entry);
                }
            }
        });
    }

    private static String list(String... agents) {
        return "{\"ok\":true,\"since\":1,\"agents\":[" + String.join(",", agents) + "]}";
    }
}
