package ink.dreamnet.halo.task.dispatch;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what targets call the tasks that they took.
final class TargetIds {

    private static final int MAX_ID = 200;

    private TargetIds() {
    }

    /// @param places JSON Pointers, the best first
    /// @return the first usable id, at most 200 characters; null where there is none
    static @Nullable String first(JsonNode answer, String... places) {
        for (String place : places) {
            JsonNode node = answer.at(place);
            if (node.isString() || node.isIntegralNumber()) {
                String id = node.asString();
                if (!id.isBlank() && id.length() <= MAX_ID && id.codePoints().noneMatch(Character::isISOControl)) {
                    return id;
                }
            }
        }
        return null;
    }
}
