package ink.dreamnet.halo.core;

import java.util.List;
import java.util.stream.Collectors;

/// Thrown where HALO cannot be started as it is configured. The start stops with the message and the action in plain words
/// instead of a stack trace.
public class StartRefusedException extends RuntimeException {

    private final String action;
    private final transient List<FieldProblem> problems;

    /// @param description what is wrong; never a secret
    /// @param action what to do about it
    public StartRefusedException(String description, String action) {
        super(description);
        this.action = action;
        this.problems = List.of();
    }

    /// @param cause what it was found by
    public StartRefusedException(String description, String action, Throwable cause) {
        super(description, cause);
        this.action = action;
        this.problems = List.of();
    }

    /// @param what the first sentence of what is wrong
    /// @param problems what is wrong with single properties, at least one
    public StartRefusedException(String what, List<FieldProblem> problems, String action) {
        super(problems.stream().map(problem -> "  " + problem.field() + ": " + problem.message())
                .collect(Collectors.joining("\n", what + "\n", "")));
        this.action = action;
        this.problems = List.copyOf(problems);
    }

    /// Refuses properties, each of which is named.
    ///
    /// @param what they declare (`The agents that configuration declares`)
    /// @param problems at least one; their fields are the names of properties
    /// @param help where it stands what is allowed (`docs/analyzers/agent-health.md`)
    public static StartRefusedException wrong(String what, List<FieldProblem> problems, String help) {
        return new StartRefusedException(what + " are wrong:", problems,
                "Correct each of these properties (%s says what is allowed).".formatted(help));
    }

    /// @return what is wrong
    public String description() {
        return String.valueOf(getMessage());
    }

    /// @return what is wrong with single properties; empty where it is not about properties
    public List<FieldProblem> problems() {
        return problems;
    }

    /// @return what to do about it
    public String action() {
        return action;
    }
}
