package ink.dreamnet.halo.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// Collects the problems of one input, so that its author sees all of them at once, or the first [#MOST].
public final class Problems {

    /// Nobody mends more at a time, and each is masked.
    private static final int MOST = 1000;

    private final List<FieldProblem> found = new ArrayList<>();

    /// Adds one.
    public void add(String field, String message) {
        if (found.size() < MOST) {
            found.add(new FieldProblem(field, message));
        }
    }

    /// Runs a check that throws an [InvalidInputException] where there is a problem.
    ///
    /// @param field the field to name, whatever the check calls it
    /// @return what the check made, or null where there is a problem
    public <T> @Nullable T attempt(String field, Supplier<T> check) {
        try {
            return check.get();
        } catch (InvalidInputException wrong) {
            wrong.problems().forEach(problem -> add(field, problem.message()));
            return null;
        }
    }

    /// Checks a short text; null is allowed.
    public void text(String field, @Nullable String text, int most) {
        if (text != null
                && (text.isBlank() || text.length() > most || text.chars().anyMatch(Character::isISOControl))) {
            add(field, "must be a text of 1 to %d characters without control characters".formatted(most));
        }
    }

    /// Checks that a number is within bounds; null is allowed.
    public void range(String field, @Nullable Number value, long least, long most, String unit) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            add(field, "%d is not between %d and %d%s".formatted(value.longValue(), least, most, unit));
        }
    }

    /// Passes each entry of a list with the path of its field, and adds a problem for each empty one.
    ///
    /// @param most how many entries are allowed
    public void each(String field, @Nullable List<@Nullable String> given, int most,
            BiConsumer<String, String> entry) {
        if (given == null) {
            return;
        }
        limit(field, given.size(), most);
        for (int i = 0; i < given.size(); i++) {
            String path = "%s[%d]".formatted(field, i);
            String text = given.get(i);
            if (text == null || text.isBlank()) {
                add(path, "is empty");
            } else {
                entry.accept(path, text);
            }
        }
    }

    /// Checks how many entries a list or a map has.
    public void limit(String field, int size, int most) {
        if (size > most) {
            add(field, "has %d entries; at most %d are allowed".formatted(size, most));
        }
    }

    /// @throws InvalidInputException where there is any problem
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInputException(found);
        }
    }
}
