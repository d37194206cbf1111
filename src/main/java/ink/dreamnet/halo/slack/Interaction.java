package ink.dreamnet.halo.slack;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody pressed a button of a message that asks for an approval
/// (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload).
///
/// @param user the id of the Slack user
/// @param approved whether they approved; else they rejected
/// @param task the task
/// @param contentHash of what the message showed
/// @param at when, as Slack has it (`1531420618.000200`), the same where the interaction is repeated
/// @param responseUrl where the message can be updated
record Interaction(String user, boolean approved, UUID task, String contentHash, String at, URI responseUrl) {

    static final String APPROVE = "halo-approve";
    static final String REJECT = "halo-reject";
    private static final Pattern TIME = Pattern.compile("[0-9]{1,20}\\.[0-9]{1,20}");
    private static final String PAYLOAD = "payload";
    private static final String FIELD = PAYLOAD + "=";

    /// @return the value of a button, which [#of] reads
    static String value(UUID task, String contentHash) {
        return task + " " + contentHash;
    }

    /// Reads a form whose field `payload` is JSON.
    ///
    /// @return empty for what no button of HALO's leads to
    /// @throws InvalidInputException where it is no such form, or a member is missing or wrong
    static Optional<Interaction> of(byte[] form, JsonMapper json) {
        JsonNode payload = payload(new String(form, StandardCharsets.UTF_8), json);
        JsonNode action = payload.at("/actions/0");
        String id = action.path("action_id").asString("");
        if (!payload.path("type").asString("").equals("block_actions") || !id.equals(APPROVE) && !id.equals(REJECT)) {
            return Optional.empty();
        }
        String[] value = text(action.path("value"), "actions[0].value").split(" ", -1);
        if (value.length != 2) {
            throw wrong("actions[0].value", "is not a task and a contentHash");
        }
        return Optional.of(new Interaction(text(payload.at("/user/id"), "user.id"), id.equals(APPROVE), task(value[0]),
                value[1], time(text(action.path("action_ts"), "actions[0].action_ts")),
                address(text(payload.path("response_url"), "response_url"))));
    }

    private static JsonNode payload(String form, JsonMapper json) {
        for (String field : form.split("&", -1)) {
            if (field.startsWith(FIELD)) {
                try {
                    JsonNode payload = json
                            .readTree(URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8));
                    if (payload.isObject()) {
                        return payload;
                    }
                } catch (JacksonException | IllegalArgumentException unreadable) {
                    throw new InvalidInputException(PAYLOAD, "is not the JSON of an interaction");
                }
            }
        }
        throw new InvalidInputException(PAYLOAD, "is missing: the body is a form with the JSON of an interaction");
    }

    private static String text(JsonNode node, String member) {
        String text = node.asString(null);
        if (text == null || text.isBlank()) {
            throw wrong(member, "is missing");
        }
        return text;
    }

    private static String time(String at) {
        if (!TIME.matcher(at).matches()) {
            throw wrong("actions[0].action_ts", "is no time of Slack, such as 1531420618.000200");
        }
        return at;
    }

    private static UUID task(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            throw wrong("actions[0].value", "names no task");
        }
    }

    private static URI address(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException notAUrl) {
            throw wrong("response_url", "is not a URL");
        }
    }

    private static InvalidInputException wrong(String member, String why) {
        return new InvalidInputException(PAYLOAD + "." + member, why);
    }

    /// @return what the audit trail has of it besides who decided; the same where it is repeated
    String comment() {
        return "in Slack, user %s, interaction %s".formatted(user, at);
    }
}
