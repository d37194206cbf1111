package ink.dreamnet.halo.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// The beginning of the body of an answer. What is plainly something else than what was asked for is refused by it, before
/// anything reads the rest.
///
/// @param type its media type in lower case without parameters; null where the answer names none
/// @param text its first bytes
record BodyStart(@Nullable String type, String text) {

    private static final int BYTES = 200;
    private static final int SHOWN = 60;
    private static final int MAX_TYPE = 100;

    /// Reads it; [#unread] puts it back.
    static BodyStart of(HttpAnswer answer) throws IOException {
        return new BodyStart(answer.mediaType(),
                new String(answer.body().readNBytes(BYTES), StandardCharsets.ISO_8859_1));
    }

    /// @return the answer as it was before its beginning was read
    HttpAnswer unread(HttpAnswer answer) {
        return new HttpAnswer(answer.status(), answer.contentType(), answer.retryAfter(), new SequenceInputStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), answer.body()));
    }

    /// @throws CallFailedException where it is empty or a web page. The media type does not count, because many exporters
    ///         call their plain text HTML.
    void requireDocument() throws CallFailedException {
        if (empty() || text.strip().startsWith("<")) {
            throw new CallFailedException("it answers with " + received(""), false);
        }
    }

    /// @throws CallFailedException where it is not JSON by its media type, or no document
    void requireJson() throws CallFailedException {
        requireJsonType();
        requireDocument();
    }

    /// @throws CallFailedException where it is no JSON object, by its media type or by its first character
    void requireJsonObject() throws CallFailedException {
        requireJsonType();
        boolean onlySpaces = text.isBlank() && !empty();
        if (!onlySpaces && !text.strip().startsWith("{")) {
            throw new CallFailedException("it answers with " + received(" instead of a JSON object"), false);
        }
    }

    private void requireJsonType() throws CallFailedException {
        if (type != null && !ReceivedAnswer.json(type)) {
            String why = "it answers with " + received(" instead of JSON");
            throw ReceivedAnswer.page(type) ? CallFailedException.absent(why) : new CallFailedException(why, false);
        }
    }

    private boolean empty() {
        return text.isBlank() && text.length() < BYTES;
    }

    private String received(String instead) {
        String shown = MaskedText.of(new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        String named = type == null ? null : MaskedText.of(Texts.shortened(type, MAX_TYPE));
        return shown == null
                ? "an empty body" + instead
                : "%s%s: `%s`".formatted(named == null ? "a body without a content type" : named, instead,
                        Texts.shortened(shown, SHOWN));
    }
}
