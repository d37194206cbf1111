package ink.dreamnet.halo.endpoint.probe;

import ink.dreamnet.halo.core.InvalidInputException;

/// Thrown where a text is not a condition.
public final class ConditionSyntaxException extends InvalidInputException {

    private final int position;

    ConditionSyntaxException(String text, int position, String problem) {
        super("conditions", "'%s' at position %d: %s".formatted(text, position, problem));
        this.position = position;
    }

    /// @return where the text goes wrong: 1 for its first character, one past its length for its end
    public int position() {
        return position;
    }
}
