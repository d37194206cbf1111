package ink.dreamnet.halo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Explains JSON that could not be read: which member, at which line and column, what was given and what is
/// allowed.
public final class JsonProblems {

    private JsonProblems() {
    }

    /// @return what is wrong, in a caller's words; empty where it could not be read to its end
    public static List<FieldProblem> explain(JacksonException json) {
        return switch (json) {
            case InputCoercionException range ->
                List.of(new FieldProblem(pathOrBody(range), "is out of range for a number" + place(range)));
            case StreamReadException syntax -> body("is not JSON: " + firstSentence(syntax), syntax);
            case StreamConstraintsException bomb -> body("exceeds a limit: " + firstSentence(bomb), bomb);
            case DatabindException mismatch -> mismatched(mismatch);
            default -> List.of();
        };
    }

    private static List<FieldProblem> body(String message, JacksonException where) {
        return List.of(new FieldProblem("body", message + place(where)));
    }

    private static List<FieldProblem> mismatched(DatabindException mismatch) {
        String path = path(mismatch.getPath());
        InvalidInputException ours = Causes.find(mismatch, InvalidInputException.class);
        if (ours != null) {
            return ours.problems().stream().map(problem -> below(path, problem)).toList();
        }
        return List.of(new FieldProblem(pathOrBody(mismatch), message(mismatch) + place(mismatch)));
    }

    private static String message(DatabindException mismatch) {
        Throwable cause = mismatch.getCause();
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return cause.getMessage();
        }
        return switch (mismatch) {
            case UnrecognizedPropertyException unknown -> "is not known here; known: "
                    + names(unknown.getKnownPropertyIds());
            case InvalidFormatException format -> Expected.not(format.getValue(), format.getTargetType());
            case MismatchedInputException other -> shape(other);
            default -> "is not valid";
        };
    }

    private static String shape(MismatchedInputException mismatch) {
        Class<?> type = mismatch.getTargetType();
        if (type == null) {
            return "is not valid";
        }
        return (type.isPrimitive() ? "must be given, as " : "must be ") + Expected.a(type);
    }

    private static String names(@Nullable Collection<Object> names) {
        return names == null || names.isEmpty()
                ? "nothing"
                : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /// A record that refuses its input names the field as it knows it, which may or may not repeat the end of the path.
    private static FieldProblem below(String path, FieldProblem problem) {
        if (path.isEmpty()) {
            return problem;
        }
        boolean repeats = path.equals(problem.field()) || path.endsWith("." + problem.field());
        return new FieldProblem(repeats ? path : path + "." + problem.field(), problem.message());
    }

    private static String pathOrBody(JacksonException exception) {
        String path = path(exception.getPath());
        return path.isEmpty() ? "body" : path;
    }

    private static String path(List<JacksonException.Reference> references) {
        List<String> steps = new ArrayList<>();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() != null) {
                steps.add((steps.isEmpty() ? "" : ".") + reference.getPropertyName());
            } else if (reference.getIndex() >= 0) {
                steps.add("[" + reference.getIndex() + "]");
            }
        }
        return String.join("", steps);
    }

    private static String firstSentence(JacksonException exception) {
        String message = exception.getOriginalMessage();
        String line = message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        return line.replaceAll(",? \\(?from `[^`]*`\\)?", "").replaceAll(" \\(code \\d+[^)]*\\)", "");
    }

    private static String place(JacksonException exception) {
        TokenStreamLocation at = exception.getLocation();
        return at == null || at.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    }
}
