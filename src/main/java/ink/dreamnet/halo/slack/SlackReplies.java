package ink.dreamnet.halo.slack;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.ExpectedAnswer;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.HttpCalls;
import ink.dreamnet.halo.http.SendResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Answers an interaction at its `response_url`: to whoever pressed the button alone, or by replacing the message. What is not
/// delivered is logged and left; the next interaction shows what is so.
@Component
class SlackReplies {

    private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);
    private static final int MAX_ANSWER = 4096;
    private static final HttpCall.Limits LIMITS = new HttpCall.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5),
            MAX_ANSWER);
    private static final ExpectedAnswer ACKNOWLEDGEMENT = new ExpectedAnswer(ExpectedAnswer.Form.ACKNOWLEDGEMENT,
            ExpectedAnswer.Refusals.FINAL, List.of());

    private final HttpCalls http;
    private final JsonMapper json;

    SlackReplies(HttpCalls http, JsonMapper json) {
        this.http = http;
        this.json = json;
    }

    /// Says something to the one who pressed the button; the message stays as it is.
    void whisper(Interaction interaction, String text) throws InterruptedException {
        post(interaction, Map.of("response_type", "ephemeral", "replace_original", false, "text", text));
    }

    /// Replaces the message.
    void replace(Interaction interaction, Map<String, Object> message) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(message);
        body.put("replace_original", true);
        post(interaction, body);
    }

    private void post(Interaction interaction, Map<String, Object> body) throws InterruptedException {
        URI url = interaction.responseUrl();
        SendResult result = http.post(new HttpCall(url, Map.of(), json.writeValueAsBytes(body), LIMITS),
                ACKNOWLEDGEMENT);
        if (!(result instanceof SendResult.Accepted)) {
            LOG.warn("The message about task {} in Slack could not be updated: {}", interaction.task(), result);
        }
    }
}
