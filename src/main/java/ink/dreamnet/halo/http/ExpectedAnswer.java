package ink.dreamnet.halo.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import ink.dreamnet.halo.core.MaskedText;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the answer to a call must be for the call to have succeeded, and what every other answer means. This is the one place
/// that decides it.
///
/// @param form the form of a success
/// @param refusals which refusals are final
/// @param ids JSON Pointers to what the receiver calls what it took, the best first
public record ExpectedAnswer(Form form, Refusals refusals, List<String> ids) {

    private static final int MAX_ID = 200;
    private static final int SHOWN = 200;
    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final List<Integer> WRONG_CONTENT = List.of(400, 413, 415, 422);

    /// The form of a success.
    public enum Form {
        /// Status 200; the caller reads the body as it comes.
        DOCUMENT,
        /// A status of 2xx and a list of DreamNet's, which the caller reads as it comes.
        LIST,
        /// A status of 2xx and no JSON object with `"ok": false`, as DreamNet answers.
        OK,
        /// A status of 2xx, whatever the body.
        ANY;

        private boolean allows(int status) {
            return this == DOCUMENT ? status == ExpectedAnswer.OK : status >= 200 && status < 300;
        }
    }

    /// Which refusals are final.
    public enum Refusals {
        /// Each, also `ok: false`: the same would be refused again.
        FINAL,
        /// Only those of the content (400, 413, 415, 422): somebody may put right what leads to others (401, 404).
        FINAL_OF_CONTENT
    }

    /// @return whether a status says that the receiver does not work or has too much to do just now, so that the same may
    ///         succeed later
    public static boolean passing(int status) {
        return status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
    }

    /// @throws CallFailedException where a status is not that of a success
    static void check(Form form, int status) throws CallFailedException {
        if (!form.allows(status)) {
            throw new CallFailedException("it answers with status " + status, passing(status));
        }
    }

    /// @param most how much of the body is read, in bytes
    /// @return what an answer means
    SendResult judge(HttpAnswer answer, JsonMapper json, int most) throws IOException {
        byte[] body = answer.body().readNBytes(most);
        int status = answer.status();
        if (!form.allows(status)) {
            String error = "status " + status + said(body) + (status < 400 ? "; redirects are not followed" : "");
            if (passing(status)) {
                return new SendResult.Failed(status, error, answer.retryAfter());
            }
            return refusals == Refusals.FINAL || WRONG_CONTENT.contains(status)
                    ? new SendResult.Refused(status, error)
                    : new SendResult.Failed(status, error, null);
        }
        JsonNode said = read(json, body);
        if (form == Form.OK && said.path("ok").isBoolean() && !said.path("ok").booleanValue()) {
            String error = "it answers ok: false (%s)".formatted(
                    said.path("error").isString() ? shown(said.path("error").stringValue()) : "no reason given");
            return refusals == Refusals.FINAL
                    ? new SendResult.Refused(status, error)
                    : new SendResult.Failed(status, error, answer.retryAfter());
        }
        return new SendResult.Accepted(status, id(said));
    }

    private @Nullable String id(JsonNode said) {
        for (String place : ids) {
            JsonNode node = said.at(place);
            if (node.isString() || node.isIntegralNumber()) {
                String id = node.asString();
                if (!id.isBlank() && id.length() <= MAX_ID && id.codePoints().noneMatch(Character::isISOControl)) {
                    return id;
                }
            }
        }
        return null;
    }

    private static JsonNode read(JsonMapper json, byte[] body) {
        try {
            return body.length == 0 ? json.missingNode() : json.readTree(body);
        } catch (JacksonException notJson) {
            return json.missingNode();
        }
    }

    private static String said(byte[] body) {
        String text = shown(new String(body, StandardCharsets.UTF_8));
        return text.isEmpty() ? "" : ": " + text;
    }

    private static String shown(String text) {
        String masked = MaskedText.of(text);
        return masked == null ? "" : masked.length() <= SHOWN ? masked : Texts.cut(masked, SHOWN) + "…";
    }
}
