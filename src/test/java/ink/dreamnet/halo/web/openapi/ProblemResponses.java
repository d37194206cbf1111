package ink.dreamnet.halo.web.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

/// The problems that an operation may answer with, by what it takes.
final class ProblemResponses {

    static final String PROBLEM = "Problem";
    private static final String FIELD_PROBLEM = "FieldProblem";

    /// The responses that operations refer to by their status.
    private static final Map<String, String> SENTENCES = Map.of(
            "400", "The input is wrong; `errors` names each field",
            "401", "With tokens: the token is missing or does not hold",
            "403", "The token's role may not do this, or the request does not come from this machine's operator",
            "404", "There is no such thing",
            "409",
            "It is not in a state for this, is managed by configuration, or was changed by someone else meanwhile",
            "413", "The body is too large",
            "415", "The `Content-Type` is not possible here",
            "429",
            "The caller, or all callers together, send more than HALO takes; `Retry-After` says when to try again",
            "503",
            "The database or the issuer of the token does not answer, or HALO is stopping; `Retry-After` says when to try again",
            "default", "Any other problem");

    private ProblemResponses() {
    }

    static Components declaredIn(Components components) {
        components.addSchemas(PROBLEM, problem()).addSchemas(FIELD_PROBLEM, fieldProblem());
        new TreeMap<>(SENTENCES).forEach((status, sentence) -> components.addResponses(name(status), new ApiResponse()
                .description(sentence).content(new Content().addMediaType(APPLICATION_PROBLEM_JSON_VALUE,
                        new MediaType().schema(new Schema<>().$ref(PROBLEM))))));
        return components;
    }

    private static String name(String status) {
        return PROBLEM + (status.equals("default") ? "" : status);
    }

    /// Adds what is missing: a response that the handler declares itself stays.
    static void addTo(Operation operation, HandlerMethod handler) {
        Map<String, Boolean> possible = new LinkedHashMap<>();
        boolean parameters = operation.getParameters() != null && !operation.getParameters().isEmpty();
        boolean body = operation.getRequestBody() != null;
        possible.put("400", parameters || body);
        possible.put("401", true);
        possible.put("403", true);
        possible.put("404", parameters && operation.getParameters().stream()
                .anyMatch(parameter -> parameter.getIn().equals("path")));
        possible.put("409", !handler.hasMethodAnnotation(GetMapping.class));
        possible.put("413", body);
        possible.put("415", body);
        possible.put("429", true);
        possible.put("503", true);
        possible.put("default", true);
        ApiResponses responses = operation.getResponses();
        possible.forEach((status, answered) -> {
            if (answered && !responses.containsKey(status)) {
                responses.addApiResponse(status, new ApiResponse().$ref(name(status)));
            }
        });
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("What is wrong: problem details (RFC 9457), with `ok` and `error` beside them.")
                .addProperty("type", new StringSchema().format("uri").description(
                        "`urn:halo:problem:invalid-input`, `urn:halo:problem:internal-error` or `about:blank`")
                        .example("urn:halo:problem:invalid-input"))
                .addProperty("title", text("what kind of problem it is", "Invalid input"))
                .addProperty("status", new IntegerSchema().description("the HTTP status").example(400))
                .addProperty("detail", text("what is wrong, in one sentence", "limit: 0 is not between 1 and 200"))
                .addProperty("instance", text("the path that was called", "/api/halo/tasks").format("uri-reference"))
                .addProperty("ok", new BooleanSchema().description("always false").example(false))
                .addProperty("error", text("the same as `detail`", "limit: 0 is not between 1 and 200"))
                .addProperty("errors", new ArraySchema().items(new Schema<>().$ref(FIELD_PROBLEM))
                        .description(
                                "everything that is wrong, field by field; absent where the input is not at fault"))
                .addProperty("requestId",
                        text("the request, as X-Request-Id has it; log lines and the audit trail name it",
                                "4bf92f3577b34da6a3ce929d0e0e4736"))
                .required(List.of("type", "title", "status", "ok", "error"));
    }

    private static Schema<?> fieldProblem() {
        return new ObjectSchema().description("What is wrong with one field.")
                .addProperty("field", text("the field; `conditions[0]` in a list, `body` for the whole body", "limit"))
                .addProperty("message", text("what is wrong with it, and what is allowed",
                        "0 is not between 1 and 200"))
                .required(List.of("field", "message"));
    }

    private static Schema<?> text(String description, String example) {
        return new StringSchema().description(description).example(example);
    }
}
