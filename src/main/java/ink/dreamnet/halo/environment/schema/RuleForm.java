package ink.dreamnet.halo.environment.schema;

import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// What somebody wrote as a rule across environments.
///
/// @param kind `must-equal`, `must-differ` or `must-exist`
/// @param variables names, in which `*` stands for any characters; absent: every sensitive variable
/// @param environments the ids of at least two environments; absent: all
public record RuleForm(@Nullable String kind, @Nullable List<@Nullable String> variables,
        @Nullable List<@Nullable String> environments) {

    private static final int MAX_ENTRIES = 200;

    /// Reads it.
    ///
    /// @param complaint takes everything that is wrong
    /// @return null where anything is
    public @Nullable CrossRule rule(VariableForm.Complaint complaint) {
        int[] wrong = {0};
        VariableForm.Complaint counted = (field, message) -> {
            wrong[0]++;
            complaint.about(field, message);
        };
        CrossRule.Kind read = kind(counted);
        List<String> names = texts("variables", variables, counted);
        names.stream().filter(name -> !CrossRule.isName(name))
                .forEach(name -> counted.about("variables",
                        "has an entry that is not a variable's name, with or without *"));
        if (names.isEmpty() && read != null && read != CrossRule.Kind.MUST_DIFFER) {
            counted.about("variables",
                    "is missing; only must-differ goes without, and then means every sensitive variable");
        }
        List<String> ids = texts("environments", environments, counted);
        if (environments != null && ids.stream().distinct().count() < 2) {
            counted.about("environments", "must name at least two environments");
        }
        return wrong[0] > 0 || read == null ? null : new CrossRule(read, names, ids);
    }

    private CrossRule.@Nullable Kind kind(VariableForm.Complaint complaint) {
        try {
            return Wire.parse(CrossRule.Kind.class, "kind", kind == null ? "" : kind);
        } catch (InvalidInputException unknown) {
            complaint.about("kind", unknown.problems().getFirst().message());
            return null;
        }
    }

    private static List<String> texts(String field, @Nullable List<@Nullable String> given,
            VariableForm.Complaint complaint) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > MAX_ENTRIES || given.stream().anyMatch(text -> text == null || text.isBlank())) {
            complaint.about(field, "must have at most %d entries, none of them empty".formatted(MAX_ENTRIES));
            return List.of();
        }
        return given.stream().map(String::valueOf).toList();
    }
}
