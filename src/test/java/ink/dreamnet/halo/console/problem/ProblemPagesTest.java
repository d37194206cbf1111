package ink.dreamnet.halo.console.problem;

import java.util.Map;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.PageClient;
import ink.dreamnet.halo.support.PageClient.Page;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// What the pages of problems, silences and the search show, and what their forms do: a database is down, and the till with it.
@HaloTest
@OnPostgres
class ProblemPagesTest {

    private static final String MARKUP = "<img-src=x-onerror=alert(1)>";

    @Autowired
    Api api;
    @LocalServerPort
    int port;

    private PageClient browser;

    @BeforeEach
    void fleetWithADatabaseThatIsDown() {
        browser = new PageClient("http://127.0.0.1:" + port);
        String url = "http://127.0.0.1:" + FleetServer.closedPort() + "/";
        api.put("/api/halo/endpoints/pages-db", """
                {"url": "%s", "attempts": 1, "labels": {"team": "pages"}}""".formatted(url));
        api.put("/api/halo/endpoints/pages-till", """
                {"url": "%s", "attempts": 1, "dependsOn": ["endpoint:pages-db"], "labels": {"team": "pages"}}"""
                .formatted(url));
        api.put("/api/halo/endpoints/%3Cimg-src=x-onerror=alert(1)%3E", """
                {"url": "%s", "attempts": 1, "labels": {"team": "<i>"}}""".formatted(url));
        api.post("/api/halo/run", "{}");
    }

    private JsonNode point(String subject) {
        for (JsonNode point : api.get("/api/halo/weakpoints?limit=200").body().path("weakPoints")) {
            if (point.path("subject").path("id").asString().equals(subject)) {
                return point;
            }
        }
        throw new AssertionError("nothing is wrong with " + subject);
    }

    private String problem(String subject) {
        return "/problems/" + point(subject).path("id").asString();
    }

    @Test
    void listShowsEachCauseOnceWithWhatItHoldsBack() {
        Page page = browser.get("/problems");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().headers().firstValue("Referrer-Policy"))
                .as("without a referrer browsers send forms with Origin: null, which is refused")
                .hasValue("same-origin");
        assertThat(page.html())
                .contains("Endpoint pages-db is down", "Holds back 1", "endpoint:pages-till endpoint.down",
                        "A repair is wanted", "waits for approval")
                .doesNotContain("Endpoint pages-till is down");
        assertThat(page.html()).contains("Endpoint &lt;img-src=x-onerror=alert(1)&gt; is down").doesNotContain(MARKUP);
    }

    @Test
    void listWhenNarrowedShowsOneByOne() {
        assertThat(browser.get("/problems?text=PAGES-T").html()).contains("Endpoint pages-till is down",
                "endpoint:pages-db has endpoint.down", "which is its cause")
                .doesNotContain("Endpoint pages-db is down");
        assertThat(browser.get("/problems?text=100%25").html()).contains("No problem is like that");
        assertThat(browser.get("/problems?limit=1&view=list").html()).contains("rel=\"next\"", "before=");
        assertThat(browser.get("/problems?severity=worst").status()).isEqualTo(400);
        assertThat(browser.get("/problems?text=x&state=resolved").html()).contains("400",
                "finds open and acknowledged weak points only");
    }

    @Test
    void pageOfOneProblemTellsItsStory() {
        Page page = browser.get(problem("pages-till"));

        assertThat(page.html()).contains("What was measured", "connection to 127.0.0.1", "<td>DNS</td>",
                "endpoint:pages-db has endpoint.down", "Its cause", "Opened", "repair-endpoint", "team=pages",
                "/report?format=markdown", "&quot;from&quot;:&quot;endpoint:pages-till&quot;");
        assertThat(browser.get(problem(MARKUP)).html()).contains("team=&lt;i&gt;").doesNotContain(MARKUP);
        assertThat(browser.get("/problems/nonsense").status()).isEqualTo(404);
    }

    @Test
    void acknowledgingAGroupAcknowledgesWhatItHoldsBack() {
        Page list = browser.get("/problems");
        String action = problem("pages-db") + "/acknowledge";

        Page done = browser.submit(list, action, Map.of("group", "true", "comment", "on it"));

        assertThat(done.path()).isEqualTo("/problems");
        assertThat(done.html()).contains("2 problems are acknowledged.");
        assertThat(point("pages-till").path("state").asString()).isEqualTo("acknowledged");
        assertThat(browser.get(problem("pages-till")).html()).contains("Acknowledged", "on it");
        assertThat(
                api.get("/api/halo/audit?subjectType=weakpoint&subjectId=" + point("pages-till").path("id").asString())
                        .body()
                        .toString())
                .contains("weakpoint.acknowledged", "on it");
        assertThat(browser.post(action, Map.of()).status()).as("without the token of a form").isEqualTo(403);
    }

    @Test
    void snoozeHoldsUntilTheTimeThatTheButtonNames() {
        String problem = problem("pages-db");

        Page snoozed = browser.submit(browser.get(problem), problem + "/snooze", Map.of("until", "hour", "comment",
                "lunch"));
        assertThat(snoozed.html()).contains("Nothing is proposed for it until", "snoozed until", "lunch");
        Page woken = browser.submit(snoozed, problem + "/wake", Map.of());
        assertThat(woken.html()).contains("The snooze is over");

        assertThat(browser.submit(woken, problem + "/snooze", Map.of("until", "never")).html())
                .contains("is not one of hour, shift, monday");
        assertThat(browser.submit(woken, problem + "/comments", Map.of("comment", " ")).html())
                .contains("comment: must have 1 to 1000 characters");
        assertThat(browser.submit(woken, problem + "/comments", Map.of("comment", "<u>seen</u>")).html())
                .contains("Commented", "&lt;u&gt;seen&lt;/u&gt;").doesNotContain("<u>seen");
    }

    @Test
    void silencePreviewSaysWhatItHitsAndPuttingItHolds() {
        Page prefilled = browser.get("/silences/new?problem=" + point("pages-till").path("id").asString());
        assertThat(prefilled.html()).contains("value=\"endpoint:pages-till\"", "value=\"endpoint.down\"", "team=pages",
                "<strong>1 of 3</strong> open problems", "<strong>1 of ");
        assertThat(browser.get("/silences/new?subject=endpoint:pages-*").html())
                .contains("<strong>2 of 3</strong> open problems");
        assertThat(browser.get("/silences/new?subject=endpoint:none").html()).contains("It hits nothing");
        assertThat(browser.get("/silences/new?more=severity!%3Dmedium").html()).contains("would silence everything",
                "(all of them)");
        assertThat(browser.get("/silences/new?subject=nonsense").html()).contains("is not of the form kind:id");

        Page list = browser.submit(prefilled, "/silences", Map.of("comment", "<b>move</b>"));
        assertThat(list.path()).isEqualTo("/silences");
        assertThat(list.html()).contains("The silence holds.", "&lt;b&gt;move&lt;/b&gt;", "1 problem",
                "class=\"holds\"");
        assertThat(browser.get(problem("pages-till")).html()).contains("silence</a> holds");
        String id = point("pages-till").path("suppressedBy").path("id").asString();
        assertThat(browser.get("/search?q=" + id).path()).startsWith("/silences");

        assertThat(browser.submit(list, "/silences/" + id + "/end", Map.of()).html()).contains("It has ended",
                "None: everything counts");
        assertThat(browser.get("/silences?state=expired").html()).contains("&lt;b&gt;move&lt;/b&gt;", "Over");
    }

    @Test
    void silenceWhenItIsRefusedSaysWhyAndPutsNothing() {
        Page everything = browser.get("/silences/new?more=severity!%3Dmedium");

        Page refused = browser.submit(everything, "/silences", Map.of("comment", "all"));

        assertThat(refused.path()).startsWith("/silences/new?more=");
        assertThat(refused.html()).contains("everything: must be true");
        assertThat(api.get("/api/halo/silences").body().path("silences")).isEmpty();
    }

    @Test
    void searchFindsByTextAndAnIdLeadsStraightThere() {
        assertThat(browser.get("/search?q=pages-").html()).contains("endpoint:pages-db", "endpoint:pages-till",
                "Endpoint pages-db is down", "Tasks under way");
        assertThat(browser.get("/search?q=endpoint:pages-till").html()).contains("Endpoint pages-till is down")
                .doesNotContain("Endpoint pages-db is down");
        assertThat(browser.get("/search?q=%3Cb%3Enone").html()).contains("&lt;b&gt;none").doesNotContain("<b>none");
        JsonNode db = point("pages-db");
        assertThat(browser.get("/search?q=" + db.path("id").asString()).path()).isEqualTo(problem("pages-db"));
        assertThat(browser.get("/search?q=" + db.path("taskIds").get(0).asString()).path()).startsWith("/tasks/");
    }
}
