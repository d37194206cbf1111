package ink.dreamnet.halo.console;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import ink.dreamnet.halo.console.Screens.Screen;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/// Operators at work in the console, in a real browser, on the demo fleet. Whoever only looks comes first.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTest extends DemoConsole {

    /// Characters: a heading alone has fewer.
    private static final int SHORTEST_SCREEN = 40;

    @Test
    @Order(0)
    void loginWhenTheTokenIsWrongIsRefusedAndThenLeadsToThePageThatWasAskedFor() {
        Page page = open(new Browser.NewContextOptions());
        page.navigate("/problems");
        assertThat(page).hasURL(base + "/login?next=%2Fproblems");
        page.getByLabel("Token").fill("not-a-s3cret-at-all-1234");
        button(page, "Log in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        page.getByLabel("Token").fill(FIRST);
        button(page, "Log in").click();
        assertThat(page).hasURL(base + "/problems");
        readers(FIRST, () -> page);
    }

    /// Every screen once: it is there, axe finds nothing, light or dark, a phone need not scroll sideways, and names are text.
    @Test
    @Order(1)
    void screenIsAccessibleLightAndDarkWideAndOnAPhone() {
        Page page = reader(FIRST).context().newPage();
        page.onDialog(dialog -> {
            throw new AssertionError("a name was run: " + dialog.message());
        });
        Axe.watch(page);
        Map<String, List<String>> faults = new TreeMap<>();
        for (Screen screen : Screens.ALL) {
            List<String> found = screen.open(page) == 200 ? faults(page) : List.of("is not there");
            if (!found.isEmpty()) {
                faults.put(screen.name(), found);
            }
        }
        page.close();
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(Page page) {
        List<String> faults = new ArrayList<>(Axe.violations(page));
        faults.addAll(Screens.faults(page));
        page.setViewportSize(390, 844);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        faults.addAll(Screens.faults(page));
        faults.addAll(Axe.violations(page, "color-contrast"));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1280, 900);
        return faults;
    }

    @Test
    @Order(2)
    void screenWithoutJavaScriptCanBeRead() {
        Page page = withoutJavaScript();
        List<String> unread = Screens.ALL.stream().filter(screen -> screen.open(page) != 200 || page.locator("main")
                .innerText().length() < SHORTEST_SCREEN).map(Screen::name).toList();
        assertThat(unread).isEmpty();
    }

    @Test
    @Order(3)
    void pauseOfOneIsSeenByTheOtherWhoResumes() {
        Page first = reader(FIRST);
        Page second = reader(SECOND);
        first.navigate("/");
        second.navigate("/");
        first.getByText("Pause", new Page.GetByTextOptions().setExact(true)).click();
        first.getByLabel("Why").fill("moving <b>racks</b>");
        button(first, "Pause everything").click();
        assertThat(second.locator("#bar")).containsText("Paused by first-shift");
        assertThat(second.locator("#bar")).containsText("moving <b>racks</b>");
        assertThat(get("/status").path("status").path("pause").path("by").asString()).isEqualTo("first-shift");
        second.locator("#bar summary").click();
        second.getByLabel("Why").fill("they have moved");
        button(second, "Resume").click();
        assertThat(first.locator("#bar")).not().containsText("Paused");
    }

    @Test
    @Order(4)
    void approvalByTheKeyboardTakesTheTaskFromTheOthersPageToo() {
        Page first = reader(FIRST);
        Page second = reader(SECOND);
        first.navigate("/approvals");
        second.navigate("/approvals");
        String task = task("graft:ledger");
        first.keyboard().press("j");
        assertThat(first.locator(".item").first()).isFocused();
        item(first, "graft:ledger").focus();
        first.keyboard().press("a");
        first.keyboard().press("Enter");
        assertThat(item(first, "graft:ledger")).hasCount(0);
        assertThat(item(second, "graft:ledger")).hasCount(0);
        assertThat(approvers(task)).containsExactly("first-shift");
    }

    @Test
    @Order(5)
    void decisionsAboutSeveralAtOnce() {
        Page page = reader(SECOND);
        page.navigate("/approvals");
        String keeper = task("agent:keeper-1");
        String faq = task("graft:faq");
        String edge = task("environment:edge-us");
        item(page, "agent:keeper-1").getByRole(AriaRole.CHECKBOX).check();
        item(page, "graft:faq").getByRole(AriaRole.CHECKBOX).check();
        page.getByLabel("Comment", new Page.GetByLabelOptions().setExact(true)).fill("before the weekend");
        button(page, "Approve chosen").click();
        assertThat(notice(page)).containsText("2 approved");
        item(page, "environment:edge-us").getByPlaceholder("Why (optional)").fill("it is meant to be so");
        item(page, "environment:edge-us").locator("button.reject").click();
        assertThat(item(page, "environment:edge-us")).hasCount(0);
        assertThat(approvers(keeper)).containsExactly("second-shift");
        assertThat(approvers(faq)).containsExactly("second-shift");
        assertThat(get("/tasks/" + edge).path("task").path("statusReason").asString()).contains("it is meant to be so");
    }

    @Test
    @Order(6)
    void approvalsOfTwoAtTheSameMomentCountOnce() {
        String task = task("squad:relay");
        List<Page> pages = List.of(reader(FIRST), reader(SECOND));
        pages.forEach(page -> page.navigate("/tasks/" + task));
        pages.forEach(page -> page.evaluate("() => { setTimeout(() => document.querySelector("
                + "'form[action$=approve] button').click(), 100); }"));
        pages.forEach(page -> assertThat(notice(page)).isVisible());
        assertThat(approvers(task)).hasSize(1);
        assertThat(pages.stream().map(page -> notice(page).getAttribute("class")))
                .containsExactlyInAnyOrder("notice", "notice failed");
    }

    @Test
    @Order(7)
    void approvalsOfTwoForOneThatTakesTwoBothCount() {
        // of the other finding there one approval is given already
        String task = task("repository:storefront", "repo.link-broken");
        for (String token : List.of(FIRST, SECOND)) {
            Page page = reader(token);
            page.navigate("/tasks/" + task);
            button(page, "Approve").click();
            assertThat(notice(page)).isVisible();
        }
        assertThat(approvers(task)).contains("second-shift");
    }

    @Test
    @Order(8)
    void approvalOfWhatWasChangedMeanwhileApprovesNothingAndLogoutEndsTheSession() {
        String task = task("agent:connector-1");
        Page page = withoutJavaScript();
        page.navigate("/tasks/" + task);
        api.send(
                HttpRequest.newBuilder()
                        .method("PATCH", BodyPublishers.ofString("{\"targetAgents\":[\"DeployKeeper\"]}"))
                        .header("Content-Type", "application/json").header("Authorization", "Bearer " + SECOND),
                "/api/halo/tasks/" + task);
        button(page, "Approve").click();
        assertThat(notice(page)).hasClass("notice failed");
        assertThat(approvers(task)).isEmpty();
        button(page, "Log out").click();
        page.navigate("/problems");
        assertThat(page).hasURL(base + "/login?next=%2Fproblems");
    }

    private Page withoutJavaScript() {
        return readers("without JavaScript", () -> {
            Page page = open(new Browser.NewContextOptions().setJavaScriptEnabled(false));
            login(page, FIRST);
            return page;
        });
    }

    @Test
    @Order(9)
    void silenceIsFilledInFromAProblemAndShowsWhatItHits() {
        Page page = reader(FIRST);
        page.navigate("/problems?subject=endpoint:login");
        page.locator("main a[href^='/problems/']").first().click();
        button(page, "Acknowledge").click();
        assertThat(weakPoint("endpoint:login").path("state").asString()).isEqualTo("acknowledged");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Silence").setExact(true)).click();
        // what is written before the script is there is previewed with the next letter only
        page.waitForURL("**/silences/new?**");
        Locator preview = page.locator("#preview");
        assertThat(preview).containsText("1 of ");
        assertThat(preview).containsText("endpoint:login");
        // the preview follows what is written, without a button
        page.getByLabel("Subject").fill("endpoint:nobody-has-this-name");
        assertThat(preview).containsText("It hits nothing");
        page.getByLabel("Subject").fill("endpoint:login");
        assertThat(preview).containsText("1 of ");
        page.locator("main").getByLabel("Why").fill("the new version comes soon");
        button(page, "Silence this").click();
        assertThat(page).hasURL(base + "/silences");
        assertThat(page.locator("main")).containsText("the new version comes soon");
        assertThat(weakPoint("endpoint:login").path("suppressedBy").path("kind").asString()).isEqualTo("silence");
    }

    @Test
    @Order(10)
    void readerWithoutARoleToDecideSeesNoForms() {
        Page page = reader(api.post("/api/halo/tokens", "{\"name\":\"wall\",\"role\":\"viewer\"}", "Authorization",
                "Bearer " + ADMIN).body().path("secret").asString());
        page.navigate("/approvals");
        assertThat(page.locator(".item").first()).isVisible();
        assertThat(page.locator("main form, #bar form")).hasCount(0);
    }

    private JsonNode weakPoint(String subject) {
        return get("/weakpoints?subject=" + subject).path("weakPoints").path(0);
    }

    private static Locator item(Page page, String subject) {
        return page.locator(".item[aria-label$=' for %s']".formatted(subject));
    }

    private static Locator notice(Page page) {
        return page.locator("p.notice");
    }

    private String task(String subject) {
        return task(subject, "");
    }

    /// @param code of the weak point; what it begins with is enough
    /// @return the id of a task that waits for approval
    private String task(String subject, String code) {
        return get("/tasks?status=pending-approval&limit=200").path("tasks").valueStream()
                .filter(task -> subject.equals("%s:%s".formatted(task.path("subject").path("kind").asString(),
                        task.path("subject").path("id").asString())))
                .filter(task -> task.path("code").asString().startsWith(code)).findFirst()
                .orElseThrow(() -> new AssertionError("no task about %s waits".formatted(subject))).path("id")
                .asString();
    }

    private List<String> approvers(String task) {
        return get("/tasks/" + task).path("task").path("approvals").valueStream()
                .map(approval -> approval.path("by").asString()).toList();
    }
}
