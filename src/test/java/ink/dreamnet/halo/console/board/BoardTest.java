package ink.dreamnet.halo.console.board;

import java.util.List;

import ink.dreamnet.halo.console.layout.Strip;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// The board and the pages of subjects as they come without JavaScript.
@HaloTest
@OnH2
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardTest {

    @Autowired
    Api api;

    @BeforeAll
    void register() {
        api.put("/api/halo/agents/one",
                "{\"name\": \"<b>One</b>\", \"role\": \"DreamOps\", \"labels\": {\"team\": \"core\"}}");
        api.put("/api/halo/agents/two%2Fslashed",
                "{\"role\": \"DreamOps\", \"squad\": \"blue\", \"dependsOn\": [\"agent:one\"]}");
        api.put("/api/halo/squads/blue", "{\"members\": []}");
        api.post("/api/halo/agents/one/heartbeat", "{}");
        api.post("/api/halo/run", null);
        Awaitility.await()
                .until(() -> api.get("/api/halo/subjects?state=up&kind=agent").body().get("subjects").size() == 1);
    }

    @AfterAll
    void remove() {
        List.of("agents/one", "agents/two%2Fslashed", "squads/blue").forEach(path -> api.delete("/api/halo/" + path));
    }

    @Test
    void boardShowsEachSubjectAndEscapesItsName() {
        String board = page("/");
        assertThat(board).contains("&lt;b&gt;One&lt;/b&gt;").doesNotContain("<b>One");
        assertThat(board).contains("class=\"tile up\" href=\"/subjects/agent/one\"")
                .contains("class=\"tile unknown\" href=\"/subjects/agent/two%2Fslashed\"").contains("1 unknown");
    }

    @Test
    void boardShowsWhatIsNewWithoutWaiting() {
        page("/");
        api.post("/api/halo/agents/one/pause", null);
        Awaitility.await().untilAsserted(
                () -> assertThat(page("/")).contains("class=\"tile paused\" href=\"/subjects/agent/one\""));
        api.post("/api/halo/agents/one/resume", null);
        Awaitility.await()
                .untilAsserted(() -> assertThat(page("/")).contains("class=\"tile up\" href=\"/subjects/agent/one\""));
    }

    @Test
    void boardGroupsBySquadAndLabel() {
        assertThat(page("/?by=squad")).contains("<section aria-label=\"blue\">")
                .contains("<section aria-label=\"in no squad\">");
        assertThat(page("/?by=label:team")).contains("<section aria-label=\"core\">")
                .contains("<section aria-label=\"without team\">").contains("<option value=\"label:team\" selected");
        assertThat(api.get("/?by=nothing", "Accept", "text/html").status()).isEqualTo(400);
    }

    @Test
    void listFiltersAndOnePageSaysWhatDependsOnIt() {
        assertThat(page("/subjects?text=one&state=")).contains("agent:one").doesNotContain("two%2Fslashed");
        assertThat(page("/subjects/agent/one")).contains("What depends on it").contains("agent:two/slashed")
                .contains("/subjects?label=team%3Dcore");
        assertThat(api.get("/subjects/agent/nobody", "Accept", "text/html").status()).isEqualTo(404);
    }

    @Test
    void stripIsReadFromTheRightAndInWords() {
        Strip strip = Strip.of("uuxc");
        assertThat(strip.runs()).extracting(Strip.Run::letter, Strip.Run::x, Strip.Run::width)
                .containsExactly(tuple("u", 46, 2),
                        tuple("x", 48, 1),
                        tuple("c", 49, 1));
        assertThat(strip.text()).isEqualTo("The last 4 checks: 1 critical, 1 not observed, 2 up");
        assertThat(Strip.of("").text()).isEqualTo("Not checked yet");
    }

    private String page(String path) {
        Api.Answer answer = api.get(path, "Accept", "text/html");
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().body();
    }
}
