package ink.dreamnet.halo.task.channel;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the little that HALO wants to know of a target's answer. A target may answer anything.
public final class Answers {

    private Answers() {
    }

    /// @param places where the id may stand, the best first
    /// @return the first text or number found there, of at most some characters; null where there is none
    public static @Nullable String id(JsonMapper json, byte[] body, int most, List<List<String>> places) {
        JsonNode answer = read(json, body);
        for (List<String> place : places) {
            JsonNode node = answer;
            for (String member : place) {
                node = node.path(member);
            }
            if (node.isString() || node.isIntegralNumber()) {
                String id = node.asString();
                if (!id.isBlank() && id.length() <= most && id.codePoints().noneMatch(Character::isISOControl)) {
                    return id;
                }
            }
        }
        return null;
    }

    /// @return what is wrong where the answer says `ok: false`
    public static Optional<String> refused(JsonMapper json, byte[] body) {
        JsonNode answer = read(json, body);
        if (!answer.path("ok").isBoolean() || answer.path("ok").booleanValue()) {
            return Optional.empty();
        }
        String error = answer.path("error").isString() ? answer.path("error").asString() : "no reason given";
        return Optional
                .of("it answers ok: false (%s)".formatted(error.length() > 200 ? error.substring(0, 200) : error));
    }

    private static JsonNode read(JsonMapper json, byte[] body) {
        try {
            return body.length == 0 ? json.missingNode() : json.readTree(body);
        } catch (JacksonException notJson) {
            return json.missingNode();
        }
    }
}
