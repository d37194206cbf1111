package ink.dreamnet.halo.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// Reads the fields that the definitions of all kinds have.
public final class CommonFields {

    /// How many entries a list or map in a definition may have.
    public static final int MAX_ENTRIES = 64;

    private static final int MAX_LABEL_LENGTH = 200;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");

    private CommonFields() {
    }

    /// Reads the id.
    ///
    /// @param id the id that the path of a request or the configuration names
    /// @param written the id in the written form; null where it has none
    /// @return null where it is invalid, which is added to the problems
    public static @Nullable SubjectRef subject(Problems problems, SubjectKind kind, String id,
            @Nullable String written) {
        return problems.attempt("id", () -> {
            SubjectRef.checkId("id", id);
            if (written != null && !written.equals(id)) {
                throw new InvalidInputException("id", "'%s' is not the id of the path, '%s'".formatted(written, id));
            }
            return new SubjectRef(kind, id);
        });
    }

    /// Reads `dependsOn`: the subjects (`kind:id`) that one depends on.
    ///
    /// @param self the subject that depends; null where its id is wrong
    public static List<SubjectRef> dependsOn(Problems problems, @Nullable SubjectRef self,
            @Nullable List<@Nullable String> given) {
        List<SubjectRef> subjects = new ArrayList<>();
        problems.each("dependsOn", given, MAX_ENTRIES, (field, text) -> {
            SubjectRef subject = problems.attempt(field, () -> SubjectRef.parse(text));
            if (subject != null && subject.equals(self)) {
                problems.add(field, "'%s' cannot depend on itself".formatted(text));
            } else if (subject != null) {
                subjects.add(subject);
            }
        });
        return List.copyOf(subjects);
    }

    /// Reads `labels`: names and values that silences and reports can match.
    public static Map<String, String> labels(Problems problems, @Nullable Map<String, @Nullable String> given) {
        Map<String, String> labels = new TreeMap<>();
        Map<String, @Nullable String> written = given == null ? Map.of() : given;
        problems.limit("labels", written.size(), MAX_ENTRIES);
        written.forEach((name, value) -> {
            String field = "labels[" + name.replaceAll("\\p{Cntrl}", "?") + "]";
            if (!LABEL.matcher(name).matches()) {
                problems.add(field, "is not a label's name: 1 to 63 letters, digits, and . _ / - between them");
            } else if (value == null || value.length() > MAX_LABEL_LENGTH
                    || value.chars().anyMatch(Character::isISOControl)) {
                problems.add(field, "must be a text of at most %d characters without control characters".formatted(
                        MAX_LABEL_LENGTH));
            } else {
                labels.put(name, value);
            }
        });
        return labels;
    }
}
