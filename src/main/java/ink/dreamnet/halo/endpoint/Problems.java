package ink.dreamnet.halo.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// Collects everything that is wrong with one input, so that its author learns all of it at once.
final class Problems {

    private final List<FieldProblem> found = new ArrayList<>();

    void add(String field, String message) {
        found.add(new FieldProblem(field, message));
    }

    /// Runs a check that throws what is wrong.
    ///
    /// @param field the field to name, whatever the check calls it
    /// @return what the check made, or null where it found something wrong
    <T> @Nullable T attempt(String field, Supplier<T> check) {
        try {
            return check.get();
        } catch (InvalidInputException wrong) {
            wrong.problems().forEach(problem -> add(field, problem.message()));
            return null;
        }
    }

    /// Checks that a number is within bounds; absent is right.
    void range(String field, @Nullable Number value, long least, long most, String unit) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            add(field, "%d is not between %d and %d%s".formatted(value.longValue(), least, most, unit));
        }
    }

    /// @throws InvalidInputException where anything is wrong
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInputException(found);
        }
    }
}
