package ink.dreamnet.halo.slack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.RequestId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Takes what operators press in Slack. The signature is verified before this is reached.
@RestController
@RequestMapping("/api/halo/slack")
@Tag(name = "Slack", description = "Approving in Slack")
class SlackController {

    static final String PATH = "/api/halo/slack/interactions";
    /// Slack shows an error to the operator where it has no answer within 3 s.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final SlackDecisions decisions;
    private final SlackProperties properties;
    private final JsonMapper json;

    SlackController(SlackDecisions decisions, SlackProperties properties, JsonMapper json) {
        this.decisions = decisions;
        this.properties = properties;
        this.json = json;
    }

    @PostMapping(path = "/interactions", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @Operation(summary = "Takes what an operator presses in Slack", description = """
            A form whose field payload is Slack's JSON of the interaction, signed with X-Slack-Signature. The answer has no body; what
            became of it is said in Slack, at the response_url. What no button of HALO's leads to is answered with 200, too.""")
    void interaction(HttpServletRequest request) throws IOException, InterruptedException {
        Optional<Interaction> interaction = Interaction.of(request.getInputStream().readAllBytes(), json);
        if (interaction.isPresent()) {
            if (!properties.slacks(interaction.get().responseUrl())) {
                throw new InvalidInputException("payload.response_url",
                        "is not at %s (halo.slack.response-base)".formatted(properties.responseBase()));
            }
            decide(interaction.get());
        }
    }

    /// A decision may wait for a cycle that is being recorded; then the answer comes before it.
    private void decide(Interaction interaction) throws InterruptedException {
        CountDownLatch decided = new CountDownLatch(1);
        Thread.ofVirtual().name("halo-slack").start(RequestId.carriedBy(new DelegatingSecurityContextRunnable(() -> {
            try {
                decisions.decide(interaction);
            } catch (InterruptedException shutdown) {
                Thread.currentThread().interrupt();
            } finally {
                decided.countDown();
            }
        })));
        decided.await(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
