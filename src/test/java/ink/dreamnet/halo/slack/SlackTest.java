package ink.dreamnet.halo.slack;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.Api.Answer;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.SecuredHalo;
import ink.dreamnet.halo.support.TaskReceiver;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.task.TaskPoll;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/// An approval in Slack, from the weak point to the message that says who decided, with a server that plays Slack.
@OnH2
class SlackTest extends SecuredHalo {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HOSTILE = "disk & <!channel> <https://evil.example|here>";

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    List<TaskPoll> polls;

    private final String own = "a" + System.nanoTime();
    private int pressed;

    @BeforeEach
    void later() {
        clock.advance(Duration.ofHours(2));
    }

    private Answer call(String method, String path, String body, String token) {
        return api.send(HttpRequest.newBuilder().method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json").header("Authorization", "Bearer " + token), path);
    }

    private JsonNode task(String id) {
        return call("GET", "/api/halo/tasks/" + id, "", FIRST).body().path("task");
    }

    /// @return the message that asks for the approval of a task of a type, once it is there
    private JsonNode asked(String type) {
        return asked(type, ADMIN);
    }

    /// @param sender the token that the alert behind it comes with
    private JsonNode asked(String type, String sender) {
        call("PUT", "/api/halo/wormholes/" + own, """
                {"match": {"type": "alert.firing", "labels": {"alertname": "%s"}}, "action": "task",
                 "task": {"type": "%s", "roles": ["Nobody"]}}""".formatted(own, type), ADMIN);
        assertThat(call("POST", "/api/halo/events/alertmanager", """
                {"version": "4", "status": "firing", "receiver": "halo", "groupKey": "g", "alerts": [
                 {"status": "firing", "fingerprint": "%s", "startsAt": "%s", "endsAt": "0001-01-01T00:00:00Z",
                  "labels": {"alertname": "%s", "severity": "critical", "halo_subject": "endpoint:%s"},
                  "annotations": {"summary": "%s"}}]}""".formatted(own, clock.instant(), own, own, HOSTILE), sender)
                .status()).isEqualTo(202);
        String subject = "endpoint:" + own;
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            call("POST", "/api/halo/run", "{\"subjects\": [\"%s\"]}".formatted(subject), FIRST);
            return !call("GET", "/api/halo/weakpoints?subject=" + subject, "", FIRST).body().path("weakPoints")
                    .isEmpty();
        });
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> messages("/services/hook").stream().anyMatch(this::asks));
        return messages("/services/hook").stream().filter(this::asks).findFirst().orElseThrow();
    }

    private boolean asks(JsonNode message) {
        return message.path("text").asString().endsWith("for endpoint:" + own) && !button(message).isMissingNode();
    }

    private static List<JsonNode> messages(String path) {
        return SLACK.requests().stream().filter(request -> request.path().equals(path))
                .map(TaskReceiver.Request::json).toList();
    }

    private static JsonNode button(JsonNode message) {
        return message.path("blocks").path(message.path("blocks").size() - 1).at("/elements/0");
    }

    private static String id(JsonNode message) {
        return button(message).path("value").asString().split(" ")[0];
    }

    /// What Slack posts where somebody presses a button.
    private String form(JsonNode message, String action, String user, String responseUrl) {
        ObjectNode payload = JSON.createObjectNode().put("type", "block_actions").put("response_url", responseUrl);
        payload.putObject("user").put("id", user);
        payload.putArray("actions").addObject().put("action_id", action)
                .put("value", button(message).path("value").asString())
                .put("action_ts", "1531420618.%06d".formatted(++pressed));
        return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    }

    private Answer post(String form, Instant at, String secret) {
        String timestamp = Long.toString(at.getEpochSecond());
        return api.send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded").header(SlackSender.TIMESTAMP, timestamp)
                .header(SlackSender.SIGNATURE,
                        SlackSender.sign(secret, timestamp, form.getBytes(StandardCharsets.UTF_8))),
                SlackController.PATH);
    }

    private String replies(String user) {
        return "/actions/" + own + "/" + user;
    }

    private Answer press(JsonNode message, String action, String user) {
        return post(form(message, action, user, SLACK.url(replies(user))), clock.instant(), SLACK_SECRET);
    }

    /// @return the newest of what HALO said to whoever pressed: the message anew, or to them alone
    private JsonNode said(String user, boolean anew) {
        List<JsonNode> said = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            said.clear();
            messages(replies(user)).stream()
                    .filter(message -> message.path("replace_original").asBoolean() == anew).forEach(said::add);
            return !said.isEmpty();
        });
        return said.getLast();
    }

    private static String text(JsonNode message) {
        return StreamSupport.stream(message.path("blocks").spliterator(), false)
                .map(block -> block.at("/text/text").asString("") + block.at("/elements/0/text").asString(""))
                .reduce("", String::concat);
    }

    @Test
    void approveWhenAnOperatorPressesItIsTheirApprovalOfWhatTheySaw() {
        JsonNode asked = asked("slack.repair");
        assertThat(text(asked)).contains("disk &amp; &lt;!channel&gt; &lt;https://evil.example|here&gt;",
                "*critical*", "for Nobody").doesNotContain("<!channel>");
        assertThat(asked.path("blocks").size()).isLessThanOrEqualTo(50);
        String id = id(asked);

        Answer answer = press(asked, Interaction.APPROVE, "U0FIRST");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEmpty();
        JsonNode approval = task(id).path("approvals").path(0);
        assertThat(approval.path("by").asString()).isEqualTo("first-shift");
        assertThat(approval.path("comment").asString()).contains("in Slack, user U0FIRST, interaction 1531420618.");
        assertThat(approval.path("contentHash")).isEqualTo(task(id).path("contentHash"));
        JsonNode shown = said("U0FIRST", true);
        assertThat(text(shown)).contains("*approved* by first-shift");
        assertThat(button(shown).isMissingNode()).isTrue();

        press(asked, Interaction.REJECT, "U0SECOND");
        assertThat(said("U0SECOND", false).path("text").asString()).contains("approved");
        assertThat(text(said("U0SECOND", true))).contains("*approved* by first-shift");
        assertThat(task(id).path("status").asString()).isEqualTo("approved");
    }

    @Test
    void pressWhenTheUserIsNobodyOrNoOperatorDecidesNothing() {
        JsonNode asked = asked("slack.repair");
        assertThat(press(asked, Interaction.APPROVE, "U0STRANGER").status()).isEqualTo(200);
        assertThat(said("U0STRANGER", false).path("text").asString()).contains("U0STRANGER is not in halo.slack.users");
        assertThat(said("U0STRANGER", false).path("response_type").asString()).isEqualTo("ephemeral");
        press(asked, Interaction.APPROVE, "U0GONE");
        assertThat(said("U0GONE", false).path("text").asString()).contains("'gone-shift' is not an operator");
        assertThat(task(id(asked)).path("status").asString()).isEqualTo("pending-approval");
        press(asked, Interaction.REJECT, "U0SECOND");
        assertThat(text(said("U0SECOND", true))).contains("*rejected* by second-shift");
        assertThat(task(id(asked)).path("status").asString()).isEqualTo("rejected");
    }

    @Test
    void approveWhenTheOperatorSentTheAlertDoesNotCount() {
        JsonNode asked = asked("slack.repair", FIRST);
        assertThat(text(asked)).contains("because of a wormhole or events of first-shift, admin");
        press(asked, Interaction.APPROVE, "U0FIRST");
        assertThat(said("U0FIRST", false).path("text").asString()).contains("'first-shift' had it proposed");
        assertThat(task(id(asked)).path("status").asString()).isEqualTo("pending-approval");
    }

    @Test
    void approveWhenItWasEditedSinceApprovesNothingAndShowsWhatItIsNow() {
        JsonNode asked = asked("slack.repair");
        String id = id(asked);
        assertThat(call("PATCH", "/api/halo/tasks/" + id, "{\"payload\": {\"other\": \"thing\"}}", FIRST).status())
                .isEqualTo(200);
        press(asked, Interaction.APPROVE, "U0SECOND");
        JsonNode anew = said("U0SECOND", true);
        assertThat(text(anew)).contains("nothing was approved", "\"other\" : \"thing\"", "edited by first-shift");
        assertThat(task(id).path("status").asString()).isEqualTo("pending-approval");
        // who edited it may not approve it, here as over the API
        press(anew, Interaction.APPROVE, "U0FIRST");
        assertThat(said("U0FIRST", false).path("text").asString()).contains("'first-shift' edited it");
        press(anew, Interaction.APPROVE, "U0SECOND");
        assertThat(task(id).path("status").asString()).isEqualTo("approved");
    }

    @Test
    void approveWhenItTakesTwoOperatorsIsCountedOncePerOperatorAndPerInteraction() {
        JsonNode asked = asked("quorum.type");
        String id = id(asked);
        String form = form(asked, Interaction.APPROVE, "U0FIRST", SLACK.url(replies("U0FIRST")));
        assertThat(post(form, clock.instant(), SLACK_SECRET).status()).isEqualTo(200);
        assertThat(text(said("U0FIRST", true))).contains("1 of 2 approvals: first-shift");
        post(form, clock.instant(), SLACK_SECRET);
        press(asked, Interaction.APPROVE, "U0FIRST");
        assertThat(said("U0FIRST", false).path("text").asString()).contains("approved it already");
        assertThat(task(id).path("approvals").size()).isEqualTo(1);
        press(asked, Interaction.APPROVE, "U0SECOND");
        assertThat(text(said("U0SECOND", true))).contains("*approved* by first-shift, second-shift");
        // it waits for approval again, and the same request comes once more
        clock.advance(Duration.ofMinutes(61));
        polls.forEach(TaskPoll::run);
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> task(id).path("status").asString().equals("pending-approval"));
        post(form, clock.instant(), SLACK_SECRET);
        assertThat(task(id).path("approvals").size()).isZero();
    }

    @Test
    void requestWhenItIsNotSlacksIsRefusedAndChangesNothing() {
        JsonNode asked = asked("slack.repair");
        String form = form(asked, Interaction.APPROVE, "U0FIRST", SLACK.url(replies("U0FIRST")));
        assertThat(post(form, clock.instant(), "another-s3cret-of-slack").status()).isEqualTo(401);
        assertThat(post(form, clock.instant().minusSeconds(301), SLACK_SECRET).status()).isEqualTo(401);
        assertThat(post(form, clock.instant().plusSeconds(301), SLACK_SECRET).status()).isEqualTo(401);
        assertThat(call("POST", SlackController.PATH, "{}", FIRST).status()).isEqualTo(401);
        Answer elsewhere = post(form(asked, Interaction.APPROVE, "U0FIRST", "https://evil.example/actions/1"),
                clock.instant(), SLACK_SECRET);
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.body().path("error").asString()).contains("response_url");
        assertThat(post("payload=%7B", clock.instant(), SLACK_SECRET).status()).isEqualTo(400);
        assertThat(post("token=x", clock.instant(), SLACK_SECRET).status()).isEqualTo(400);
        // a form anywhere else
        assertThat(api.send(HttpRequest.newBuilder().POST(BodyPublishers.ofString(form))
                .header("Content-Type", "application/x-www-form-urlencoded").header("Authorization", "Bearer " + FIRST),
                "/api/halo/run").status()).isEqualTo(415);
        assertThat(task(id(asked)).path("status").asString()).isEqualTo("pending-approval");
        assertThat(messages(replies("U0FIRST"))).isEmpty();
    }
}
