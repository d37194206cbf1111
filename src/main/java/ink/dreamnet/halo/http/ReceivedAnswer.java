package ink.dreamnet.halo.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer that was read as far as the limit of its call allows.
///
/// @param status the HTTP status
/// @param mediaType the media type that it says it has, in lower case and without parameters; null where it says none
/// @param json its body; a missing node where it says that it is something else, or is no JSON
/// @param shown the beginning of its body for an operator, masked; empty where there is none
/// @param retryAfter how long it asks to wait, or null
public record ReceivedAnswer(int status, @Nullable String mediaType, JsonNode json, String shown,
        @Nullable Duration retryAfter) {

    private static final int SHOWN = 200;

    static ReceivedAnswer read(HttpAnswer answer, JsonMapper json, int most) throws IOException {
        byte[] body = answer.body().readNBytes(most);
        String type = answer.mediaType();
        return new ReceivedAnswer(answer.status(), type, parse(json, type, body),
                shown(new String(body, StandardCharsets.UTF_8)), answer.retryAfter());
    }

    private static JsonNode parse(JsonMapper json, @Nullable String type, byte[] body) {
        try {
            return body.length == 0 || type != null && !json(type) ? json.missingNode() : json.readTree(body);
        } catch (JacksonException notJson) {
            return json.missingNode();
        }
    }

    /// @return whether a media type is one of JSON
    static boolean json(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    /// @return whether a media type is one of pages for people
    static boolean page(@Nullable String mediaType) {
        return "text/html".equals(mediaType) || "application/xhtml+xml".equals(mediaType);
    }

    /// @return whether it is a page for people, as login pages and catch-all routes answer it; without a media type, whether it
    ///         begins like one
    boolean page() {
        return page(mediaType) || mediaType == null && shown.startsWith("<");
    }

    /// @return whether its status is one of 200 to 299
    public boolean successful() {
        return status >= 200 && status < 300;
    }

    /// @return whether it is a success as DreamNet answers it: 2xx and a JSON object with `"ok": true`
    public boolean ok() {
        return successful() && json.path("ok").isBoolean() && json.path("ok").booleanValue();
    }

    /// @return the reason of a refusal as DreamNet answers it: a JSON object with `"ok": false`; empty where it is none
    public Optional<String> refusal() {
        return json.path("ok").isBoolean() && !json.path("ok").booleanValue()
                ? Optional.of(json.path("error").isString()
                        ? shown(json.path("error").stringValue())
                        : "no reason given")
                : Optional.empty();
    }

    /// @return status and body for an operator: `status 200 with text/html: <!doctype html>…`
    public String described() {
        boolean expected = mediaType == null || json(mediaType);
        return "status %d%s%s%s".formatted(status, expected ? "" : " with " + MaskedText.of(mediaType),
                shown.isEmpty() ? "" : ": " + shown, HttpAnswer.redirect(status));
    }

    private static String shown(String text) {
        String masked = MaskedText.of(text);
        return masked == null ? "" : Texts.shortened(masked, SHOWN);
    }
}
