package ink.dreamnet.halo.report;

import java.util.List;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The story of one problem, from a deploy to the approval of its repair.
@HaloTest
abstract class ProblemReportsTest {

    @OnH2
    static class OnH2Test extends ProblemReportsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends ProblemReportsTest {
    }

    @Autowired
    Api api;
    @Autowired
    TestClock clock;

    private void put(String id, String more) {
        assertThat(api.put("/api/halo/endpoints/" + id, "{\"url\": \"http://127.0.0.1:%d/\", \"attempts\": 1%s}"
                .formatted(FleetServer.closedPort(), more)).status()).isEqualTo(201);
    }

    /// @return the id of the weak point of a service that is down, on which a shop depends
    private String problem() {
        put("told-db", ", \"labels\": {\"service\": \"told\", \"note\": \"<b>@ops</b>\"}");
        put("told-shop", ", \"dependsOn\": [\"endpoint:told-db\"]");
        put("told-page", ", \"dependsOn\": [\"endpoint:told-shop\"]");
        assertThat(api.post("/api/halo/deploys", "{\"service\": \"told\", \"version\": \"1.4.2\"}").status())
                .isEqualTo(201);
        assertThat(api.post("/api/halo/events", """
                {"sourceType": "api", "sourceId": "told", "eventType": "told.restarted",
                 "payload": {"subject": "endpoint:told-db"}}""").status()).isEqualTo(202);
        assertThat(api.post("/api/halo/run", "{\"subjects\": [\"endpoint:told-db\", \"endpoint:told-shop\"]}").status())
                .isEqualTo(200);
        return api.get("/api/halo/weakpoints?subject=endpoint:told-db").body().at("/weakPoints/0/id").asString();
    }

    @Test
    void reportTellsWhatIsConnectedWhatHappenedWhatWasTriedAndWhatIsKnown() {
        String id = problem();
        String task = api.get("/api/halo/tasks?subject=endpoint:told-db").body().at("/tasks/0/id").asString();
        assertThat(api.post("/api/halo/tasks/" + task + "/approve", "{\"comment\": \"go\"}").status()).isEqualTo(200);

        JsonNode report = api.get("/api/halo/weakpoints/" + id + "/report").body().get("report");
        assertThat(report.at("/weakPoint/code").asString()).isEqualTo("endpoint.down");
        assertThat(report.at("/subject/labels/service").asString()).isEqualTo("told");
        assertThat(report.at("/dependencies/entries").size()).isZero();
        assertThat(report.at("/dependants/entries").findValuesAsString("distance")).containsExactly("1", "2");
        assertThat(report.at("/dependants/entries/0/weakPoints/0/code").asString()).isEqualTo("endpoint.down");
        assertThat(report.at("/holdsBack/entries").valueStream().map(held -> held.at("/subject/id").asString()))
                .contains("told-shop");
        assertThat(report.at("/timeline/entries").findValuesAsString("kind")).containsSubsequence("opened",
                "task.proposed", "task.approved").contains("deploy", "told.restarted");
        assertThat(report.at("/ladders/0/present").asString()).isEqualTo("repair");
        assertThat(report.at("/ladders/0/rungs/0/taskId").asString()).isEqualTo(task);
        assertThat(report.at("/ladders/0/rungs").size()).isGreaterThan(1);
        assertThat(report.at("/tasks/entries/0/approvals/0/comment").asString()).isEqualTo("go");
        assertThat(report.at("/memory/entity/state").asString()).isEqualTo("weak");

        String dependant = api.get("/api/halo/weakpoints?subject=endpoint:told-shop").body().at("/weakPoints/0/id")
                .asString();
        JsonNode other = api.get("/api/halo/weakpoints/" + dependant + "/report").body().get("report");
        assertThat(other.at("/cause/id").asString()).isEqualTo(id);
        assertThat(other.at("/dependencies/entries/0/subject/id").asString()).isEqualTo("told-db");

        Api.Answer ticket = api.get("/api/halo/weakpoints/" + id + "/report", "Accept", "text/markdown");
        assertThat(ticket.response().headers().firstValue("Content-Type")).contains("text/markdown;charset=UTF-8");
        assertThat(ticket.response().body()).startsWith("# ").contains("`note=<b>@ops</b>`",
                "## Depended on by\n\n- `endpoint:told-shop`", "- **`repair`** (now): ",
                "`task.approved` by `local`: go").endsWith(".\n");
        assertThat(api.get("/api/halo/weakpoints/" + id + "/report?format=markdown").response().body())
                .startsWith("# ");
        assertThat(api.get("/api/halo/weakpoints/" + id + "/report?format=pdf").status()).isEqualTo(400);
        assertThat(api.get("/api/halo/weakpoints/" + task + "/report").status()).isEqualTo(404);
        List.of("told-page", "told-shop", "told-db").forEach(each -> api.delete("/api/halo/endpoints/" + each));
    }
}
