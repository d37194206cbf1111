package ink.dreamnet.halo.web;

import java.net.URI;
import java.util.List;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.Texts;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// Makes the problem details (RFC 9457) of this API. Each also has `ok` (false) and `error` (the detail), which is what
/// DreamNet's own clients read, and `requestId`.
final class Problems {

    /// The type of a problem with the caller's input; it lists `errors`, each with `field` and `message`.
    static final URI INVALID_INPUT = URI.create("urn:halo:problem:invalid-input");
    /// The type of a failure of HALO itself; the log line that has the cause has its `requestId`.
    static final URI INTERNAL_ERROR = URI.create("urn:halo:problem:internal-error");
    /// The type of a problem that the status alone explains (RFC 9457, section 4.2.1).
    static final URI PLAIN = URI.create("about:blank");

    /// How many characters a detail has at most: a problem with a field, and a little more.
    private static final int LONGEST_DETAIL = 1500;
    /// How many problems with an input are listed at most; nobody mends more at a time.
    private static final int MOST_ERRORS = 100;

    private Problems() {
    }

    /// @param said what is wrong, as one sentence
    static ProblemDetail of(HttpStatusCode status, String said) {
        String detail = Texts.elided(said, LONGEST_DETAIL);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(PLAIN);
        HttpStatus known = HttpStatus.resolve(status.value());
        problem.setTitle(known == null ? "HTTP " + status.value() : known.getReasonPhrase());
        problem.setProperty("ok", false);
        problem.setProperty("error", detail);
        String request = RequestId.current();
        if (request != null) {
            problem.setProperty(RequestId.NAME, request);
        }
        return problem;
    }

    /// @param errors at least one; the first hundred are listed
    static ProblemDetail invalid(List<FieldProblem> errors) {
        FieldProblem first = errors.getFirst();
        String detail = first.field() + ": " + first.message();
        ProblemDetail problem = of(HttpStatus.BAD_REQUEST,
                errors.size() == 1
                        ? detail
                        : "%s (and %s%d more)".formatted(detail, errors.size() > MOST_ERRORS ? "at least " : "",
                                errors.size() - 1));
        problem.setType(INVALID_INPUT);
        problem.setTitle("Invalid input");
        problem.setProperty("errors", errors.subList(0, Math.min(errors.size(), MOST_ERRORS)));
        return problem;
    }

    /// A failure of HALO itself, whose cause has been logged.
    static ProblemDetail internal() {
        ProblemDetail problem = of(HttpStatus.INTERNAL_SERVER_ERROR,
                "HALO failed to answer this; its log has the cause under request " + RequestId.current());
        problem.setType(INTERNAL_ERROR);
        return problem;
    }
}
