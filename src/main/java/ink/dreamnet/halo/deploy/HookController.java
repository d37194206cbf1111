package ink.dreamnet.halo.deploy;

import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.Texts;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The deployment webhooks of GitHub and GitLab. Their signature is verified before this is reached.
@RestController
@RequestMapping("/api/halo/events")
@Tag(name = "Deploys")
class HookController {

    private final Deploys deploys;
    private final HookEvents events;
    private final HookProperties properties;
    private final CurrentActor actor;
    private final MeterRegistry meters;

    HookController(Deploys deploys, HookEvents events, HookProperties properties, CurrentActor actor,
            MeterRegistry meters) {
        this.deploys = deploys;
        this.events = events;
        this.properties = properties;
        this.actor = actor;
        this.meters = meters;
    }

    /// @param deploy the deploy; null where the message is of none
    /// @param created whether it is new; false also for a delivery that came before
    /// @param ignored why nothing was recorded; null where the message is of a deploy
    record HookAnswer(boolean ok, @Nullable Deploy deploy, @Nullable Boolean created, @Nullable String ignored) {
    }

    /// @param event the kind of GitHub's event
    @PostMapping(path = "/github", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Accepts GitHub's webhook", description = """
            Signed with X-Hub-Signature-256. A deployment_status is kept as an event, and one of the state success is a deploy; \
            everything else is answered with 202 and not recorded.""")
    @ApiResponse(responseCode = "200", description = "The deploy was known")
    @ApiResponse(responseCode = "201", description = "The deploy is new")
    @ApiResponse(responseCode = "202", description = "Nothing was recorded but the event")
    ResponseEntity<HookAnswer> acceptGitHubHook(@RequestHeader("X-GitHub-Event") String event,
            @RequestBody JsonNode body) {
        if (event.equals("ping")) {
            return ignored("github", "a ping is no deploy; the signature is good");
        }
        if (!event.equals("deployment_status")) {
            return ignored("github", "the event '%s' is no deployment_status".formatted(cut(event)));
        }
        String state = body.at("/deployment_status/state").asString("");
        HookEvent hook = HookPayload.gitHubEvent(body);
        return state.equals("success")
                ? taken(HookPayload.gitHub(body, properties.github()), hook)
                : kept("github", "the state '%s' is not success".formatted(cut(state)), hook);
    }

    @PostMapping(path = "/gitlab", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Accepts GitLab's webhook", description = """
            With X-Gitlab-Token, or signed by Standard Webhooks. A deployment event is kept as an event, and one of the status \
            success is a deploy; everything else is answered with 202 and not recorded.""")
    @ApiResponse(responseCode = "200", description = "The deploy was known")
    @ApiResponse(responseCode = "201", description = "The deploy is new")
    @ApiResponse(responseCode = "202", description = "Nothing was recorded but the event")
    ResponseEntity<HookAnswer> acceptGitLabHook(@RequestBody JsonNode body) {
        String kind = body.at("/object_kind").asString("");
        if (!kind.equals("deployment")) {
            return ignored("gitlab", "the event '%s' is no deployment".formatted(cut(kind)));
        }
        String status = body.at("/status").asString("");
        HookEvent hook = HookPayload.gitLabEvent(body);
        return status.equals("success")
                ? taken(HookPayload.gitLab(body, properties.gitlab()), hook)
                : kept("gitlab", "the status '%s' is not success".formatted(cut(status)), hook);
    }

    private ResponseEntity<HookAnswer> taken(DeployReport report, @Nullable HookEvent hook) {
        Deploys.Recorded recorded = deploys.record(report, actor.get());
        // afterwards, because a deploy that is refused leaves nothing; where HALO is killed in between, it is delivered again
        keep(hook);
        return ResponseEntity.status(recorded.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(new HookAnswer(true, recorded.deploy(), recorded.created(), null));
    }

    private ResponseEntity<HookAnswer> kept(String source, String why, @Nullable HookEvent hook) {
        keep(hook);
        return ignored(source, why);
    }

    private void keep(@Nullable HookEvent hook) {
        if (hook != null) {
            events.accept(hook);
        }
    }

    private ResponseEntity<HookAnswer> ignored(String source, String why) {
        meters.counter("halo.deploys", "source", source, "outcome", "ignored").increment();
        return ResponseEntity.accepted().body(new HookAnswer(true, null, null, why));
    }

    private static String cut(String text) {
        return Texts.shortened(text, 60);
    }
}
