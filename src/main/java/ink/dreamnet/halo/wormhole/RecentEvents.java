package ink.dreamnet.halo.wormhole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.http.CallFailedException;
import ink.dreamnet.halo.http.HttpAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Event Wormholes lists: `{"ok": true, "events": […]}`, or the bare list.
///
/// @param events as they are listed
record RecentEvents(List<JsonNode> events) {

    private static final int SHOWN = 100;

    /// @throws CallFailedException where the answer is no such list; it says what was received instead
    /// @throws IOException where it cannot be read to its end
    static RecentEvents read(HttpAnswer answer, JsonMapper json) throws IOException {
        byte[] body = answer.body().readAllBytes();
        JsonNode tree = tree(body, json);
        for (String success : List.of("ok", "success")) {
            if (tree != null && tree.path(success).isBoolean() && !tree.path(success).booleanValue()) {
                throw new CallFailedException("it answers %s: false (%s)".formatted(success,
                        tree.path("error").asString("no reason given")), true);
            }
        }
        JsonNode list = tree == null || tree.isArray() ? tree : tree.path("events");
        if (list == null || !list.isArray()) {
            String type = answer.contentType() == null ? "" : ", " + answer.contentType();
            throw new CallFailedException("it answers no list of events%s: %s".formatted(type, shown(body)), false);
        }
        List<JsonNode> events = new ArrayList<>(list.size());
        list.forEach(events::add);
        return new RecentEvents(events);
    }

    /// DreamNet lists the newest first. What lists the other way is recognized by its times.
    ///
    /// @param now what a time in the future is taken for
    List<JsonNode> oldestFirst(Instant now) {
        Instant first = events.isEmpty() ? null : DreamNetEventParser.listedTime(events.getFirst(), now);
        Instant last = events.isEmpty() ? null : DreamNetEventParser.listedTime(events.getLast(), now);
        return first != null && last != null && first.isBefore(last) ? events : events.reversed();
    }

    private static @Nullable JsonNode tree(byte[] body, JsonMapper json) {
        try {
            return json.readTree(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static String shown(byte[] body) {
        String text = MaskedText.of(new String(body, StandardCharsets.UTF_8));
        return text == null ? "nothing" : Texts.shortened(text, SHOWN);
    }
}
