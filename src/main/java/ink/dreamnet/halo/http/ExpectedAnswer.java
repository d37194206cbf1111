package ink.dreamnet.halo.http;

import java.io.IOException;
import java.util.List;

/// What the answer to a call must be for the call to have succeeded, and what every other answer means. This is the one place
/// that decides it.
///
/// @param form the form of a success
/// @param refusals which refusals are final
/// @param members JSON Pointers to what a success has besides
public record ExpectedAnswer(Form form, Refusals refusals, List<String> members) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final List<Integer> WRONG_CONTENT = List.of(400, 413, 415, 422);

    /// The form of a success.
    public enum Form {
        /// Status 200 and a body that is neither empty nor a web page; the caller reads it.
        DOCUMENT,
        /// As [#DOCUMENT], and JSON by its content type where it has one.
        JSON,
        /// A status of 2xx and a JSON object by its content type, or without one by its body, as DreamNet lists things; the
        /// caller reads it.
        LIST,
        /// A status of 2xx and a JSON object with `"ok": true`, as DreamNet answers.
        OK,
        /// A status of 2xx, whatever the body, unless it is a page for people.
        ACKNOWLEDGEMENT;

        private boolean allows(int status) {
            return this == DOCUMENT || this == JSON
                    ? status == ExpectedAnswer.OK
                    : status >= 200 && status < 300;
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

    /// Checks an answer of which the caller reads the body.
    ///
    /// @return the answer, its body at the beginning
    /// @throws CallFailedException where it is not of the form
    static HttpAnswer check(Form form, HttpAnswer answer) throws IOException {
        int status = answer.status();
        if (!form.allows(status)) {
            String why = "it answers with status %d%s".formatted(status, HttpAnswer.redirect(status));
            throw status == NOT_FOUND
                    ? CallFailedException.absent(why)
                    : new CallFailedException(why, passing(status));
        }
        BodyStart start = BodyStart.of(answer);
        switch (form) {
            case DOCUMENT -> start.requireDocument();
            case JSON -> start.requireJson();
            case LIST -> start.requireJsonObject();
            case OK, ACKNOWLEDGEMENT ->
                throw new IllegalArgumentException(form + " is the form of an answer to what is sent");
        }
        return start.unread(answer);
    }

    /// @return what an answer means
    public SendResult judge(ReceivedAnswer answer) {
        int status = answer.status();
        if (!form.allows(status)) {
            if (passing(status)) {
                return new SendResult.Failed(status, answer.described(), answer.retryAfter());
            }
            return refusals == Refusals.FINAL || WRONG_CONTENT.contains(status)
                    ? new SendResult.Refused(status, answer.described())
                    : new SendResult.Failed(status, answer.described(), null);
        }
        if (form == Form.OK && answer.refusal().isPresent()) {
            String error = "it answers ok: false (%s)".formatted(answer.refusal().get());
            return refusals == Refusals.FINAL
                    ? new SendResult.Refused(status, error)
                    : new SendResult.Failed(status, error, answer.retryAfter());
        }
        boolean good = form == Form.OK
                ? answer.ok() && members.stream().noneMatch(member -> answer.json().at(member).isMissingNode())
                : !answer.page();
        return good
                ? new SendResult.Accepted(status, answer.json())
                : new SendResult.Failed(status, "it does not answer as %s does, but with %s".formatted(
                        form == Form.OK ? "DreamNet" : "a receiver", answer.described()), answer.retryAfter());
    }
}
