package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.audit.AuditEntry;
import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.DeclaredFleet;
import ink.dreamnet.halo.support.OnH2;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole way of a repository: defined, looked at in a cycle, its weak points, tasks and findings, its removal.
@OnH2
class RepositoryApiTest extends DeclaredFleet {

    private static final String PATH = "/api/halo/repositories";

    @TempDir
    Path directory;
    @Autowired
    Api api;
    @Autowired
    AuditTrail audit;

    private Scratch scratch;

    @BeforeEach
    void makeARepository() throws IOException {
        scratch = new Scratch(Files.createDirectory(directory.resolve("work")));
    }

    @AfterEach
    void forget() {
        api.delete(PATH + "/it");
        scratch.close();
    }

    private void put() {
        Answer put = api.put(PATH + "/it", "{\"path\":\"" + scratch.directory() + "\"}");
        assertThat(put.status()).isEqualTo(201);
    }

    private JsonNode run(String id) {
        Answer answer = api.post("/api/halo/run", "{\"subjects\":[\"repository:" + id + "\"]}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body().get("cycle");
    }

    private List<String> open() {
        List<String> codes = new ArrayList<>();
        api.get("/api/halo/weakpoints?subject=repository:it&limit=200").body().get("weakPoints")
                .forEach(point -> codes.add(point.get("code").asString()));
        return codes;
    }

    @Test
    void cycleWhenARepositoryIsBrokenOpensAndResolvesItsWeakPoints() throws Exception {
        ObjectId head = scratch.file("a.json", "{\"a\":").link("l", "gone").commit();
        put();
        JsonNode cycle = run("it");
        assertThat(open()).contains("repo.symlink-broken");
        JsonNode task = cycle.get("generatedTasks").get(0);
        assertThat(task.get("type").asString()).isEqualTo("code.quality");
        assertThat(task.get("targetAgents").get(0).asString()).isEqualTo("BuildKeeper");
        JsonNode shown = api.get(PATH + "/it").body().get("repository").get("analysis");
        assertThat(shown.get("head").asString()).isEqualTo(head.name());
        assertThat(shown.get("status").asString()).isEqualTo("analyzed");
        assertThat(shown.get("findings").get("repo.symlink-broken").asInt()).isEqualTo(1);
        scratch.file("gone", "here").file("a.json", "{}").commit();
        run("it");
        assertThat(open()).isEmpty();
        scratch.link("l", "nowhere").commit();
        run("it");
        Files.move(scratch.directory(), directory.resolve("moved"));
        run("it");
        assertThat(open()).as("what cannot be seen is not well").contains("repo.symlink-broken", "repo.unreachable");
        Files.move(directory.resolve("moved"), scratch.directory());
        run("it");
        assertThat(open()).containsExactly("repo.symlink-broken");
        assertThat(api.delete(PATH + "/it").status()).isEqualTo(200);
        run("it");
        assertThat(open()).isEmpty();
    }

    @Test
    void findingsWhenThereAreManyArePagedAndFiltered() throws Exception {
        for (int i = 0; i < 30; i++) {
            scratch.link("links/" + (char) ('a' + i % 3) + "%02d".formatted(i), "gone" + i);
        }
        scratch.link("z", "/home/etc").commit();
        put();
        assertThat(api.get(PATH + "/it/findings").body().get("findings")).isEmpty();
        run("it");
        List<String> seen = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonNode body = api.get(PATH + "/it/findings?limit=7" + next).body();
            body.get("findings").forEach(finding -> seen.add(finding.get("path").asString()));
            next = body.has("next") ? "&before=" + body.get("next").asString() : "";
            pages++;
        } while (!next.isEmpty());
        assertThat(pages).isEqualTo(5);
        assertThat(seen).hasSize(31).doesNotHaveDuplicates().startsWith("z");
        assertThat(seen.subList(1, 31)).as("what other files could make").isSorted();
        JsonNode one = api.get(PATH + "/it/findings?code=repo.symlink-outside").body().get("findings");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).get("severity").asString()).isEqualTo("medium");
        assertThat(api.get(PATH + "/it/findings?path=links/b*&limit=50").body().get("findings")).hasSize(10);
        assertThat(api.get(PATH + "/it/findings?severity=medium&limit=50").body().get("findings")).hasSize(31);
        assertThat(api.get(PATH + "/it/findings?severity=high").body().get("findings")).isEmpty();
        assertThat(api.get(PATH + "/it/findings?severity=worst").body().at("/errors/0/message").asString())
                .contains("worst", "low, medium, high, critical");
        assertThat(api.get(PATH + "/it/findings?before=nonsense").status()).isEqualTo(400);
        assertThat(api.get(PATH + "/none/findings").status()).isEqualTo(404);
    }

    @Test
    void baselineWhenCountsRiseHoldsUntilAnOperatorAcceptsThem() throws Exception {
        scratch.file("A.java", "// TODO one\nclass A {}\n").commit();
        put();
        assertThat(api.post(PATH + "/it/baseline", null).status()).isEqualTo(409);
        run("it");
        assertThat(open()).isEmpty();
        scratch.file("B.java", "// TODO a FIXME\n".repeat(5) + "class B {}\n").commit();
        JsonNode cycle = run("it");
        assertThat(open()).containsExactlyInAnyOrder("repo.todo-increased", "repo.fixme-increased");
        assertThat(cycle.toString()).contains("B.java").contains("has 5 more todo")
                .as("a word that was never there").contains("has 5 more fixme than when the whole repository had 0");
        Answer accepted = api.post(PATH + "/it/baseline", null);
        assertThat(accepted.body().get("baseline").get("todo").asInt()).isEqualTo(6);
        assertThat(audit.of("repository", "it").stream().map(AuditEntry::action))
                .contains("repository.baseline-accepted");
        run("it");
        assertThat(open()).isEmpty();
        scratch.remove("B.java").commit();
        run("it");
        assertThat(api.get(PATH + "/it").body().get("repository").get("analysis").get("baseline").get("todo").asInt())
                .as("what was reached holds").isEqualTo(1);
    }

    @Test
    void ownCheckWhenItFailsIsAnIssueWithItsOutput() {
        JsonNode cycle = run("declared");
        JsonNode point = api.get("/api/halo/weakpoints?subject=repository:declared").body().get("weakPoints").get(0);
        assertThat(point.get("code").asString()).as(cycle.toString()).isEqualTo("repo.check-failed");
        assertThat(cycle.toString()).contains("NOTES.md").contains("\"exitCode\":1").contains("\"readme\"");
    }

    @Test
    void putWhenDeclaredOrWrongIsRefused() {
        assertThat(api.put(PATH + "/declared", "{\"path\":\".\"}").status()).isEqualTo(409);
        assertThat(api.delete(PATH + "/declared").status()).isEqualTo(409);
        Answer commands = api.put(PATH + "/it", "{\"path\":\".\",\"checks\":[{\"name\":\"a\",\"command\":[\"id\"]}]}");
        assertThat(commands.status()).isEqualTo(400);
        assertThat(commands.response().body()).contains("run commands on HALO's machine");
        assertThat(api.put(PATH + "/it", "{\"path\":\".\",\"nonsense\":1}").status()).isEqualTo(400);
        assertThat(api.get(PATH + "/it").status()).isEqualTo(404);
        Answer put = api.put(PATH + "/it", "{\"url\":\"https://git.example/x.git\",\"branch\":\"main\"}");
        assertThat(put.status()).isEqualTo(201);
        Answer again = api.put(PATH + "/it", put.body().get("repository").toString());
        assertThat(again.status()).as(again.response().body()).isEqualTo(200);
        assertThat(api.get(PATH).body().get("repositories")).hasSize(2);
    }
}
