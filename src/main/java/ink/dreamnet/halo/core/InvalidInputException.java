package ink.dreamnet.halo.core;

import java.util.List;
import java.util.stream.Collectors;

/// Thrown where a caller's input is wrong; the API answers 400 and names each field. Nothing was changed.
public class InvalidInputException extends RuntimeException {

    private final transient List<FieldProblem> problems;

    /// @param field the input's field
    /// @param message what was given and what is allowed
    public InvalidInputException(String field, String message) {
        this(List.of(new FieldProblem(field, message)));
    }

    /// @param problems at least one
    public InvalidInputException(List<FieldProblem> problems) {
        super(problems.stream().map(p -> p.field() + ": " + p.message()).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /// @return what is wrong, field by field
    public List<FieldProblem> problems() {
        return problems;
    }
}
