package ink.dreamnet.halo.environment.schema;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonProperty;
import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Regex;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;

/// What somebody wrote about one variable, by the API, in configuration or in a schema's file. What is absent takes its
/// default.
///
/// @param name the variable
/// @param required whether it must be set; by default true unless it has a default, a condition or a successor
/// @param requiredWhen when it must be set
/// @param type by default `string`, or what `values` or `pattern` say
/// @param values the values of an `enum`
/// @param pattern the regular expression of a `regex`, see [Regex]
/// @param min the least `integer`
/// @param max the greatest `integer`
/// @param defaultValue what is used where it is not set
/// @param sensitive whether its value is a secret; by default what its name and the value say
/// @param deprecatedBy the variable to use instead
/// @param description what it is for
public record VariableForm(@Nullable String name, @Nullable Boolean required, @Nullable WhenForm requiredWhen,
        @Nullable String type, @Nullable List<@Nullable String> values, @Nullable String pattern, @Nullable Long min,
        @Nullable Long max, @JsonProperty("default") @Name("default") @Nullable String defaultValue,
        @Nullable Boolean sensitive, @Nullable String deprecatedBy,
        @Nullable String description) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");
    private static final int MAX_VALUES = 200;
    private static final int MAX_TEXT = 1000;

    /// The condition under which a variable is required.
    ///
    /// @param variable another variable
    /// @param equals what it is set to; absent: anything
    public record WhenForm(@Nullable String variable, @Nullable String equals) {
    }

    /// Takes what is wrong with a field.
    @FunctionalInterface
    public interface Complaint {

        /// @param field the field's name (`requiredWhen.variable`)
        void about(String field, String message);
    }

    /// @return whether a variable can be called so
    public static boolean isName(@Nullable String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /// Reads it.
    ///
    /// @param complaint takes everything that is wrong
    /// @return what of it is right; null where not even the name is
    public @Nullable VariableRule rule(Complaint complaint) {
        if (name == null || !isName(name)) {
            complaint.about("name",
                    "is not the name of a variable: 1 to 128 letters, digits, and _ . -, not a digit first");
            return null;
        }
        ValueType read = type(complaint);
        Regex compiled = pattern(read, complaint);
        List<String> allowed = values(read, complaint);
        if (read != ValueType.INTEGER && (min != null || max != null)) {
            complaint.about(min == null ? "max" : "min", "has a meaning for the type integer only");
        } else if (min != null && max != null && min > max) {
            complaint.about("min", "%d is more than max, %d".formatted(min, max));
        }
        VariableRule.When when = when(complaint);
        if (when != null && Boolean.TRUE.equals(required)) {
            complaint.about("requiredWhen", "has no meaning where required is true");
        }
        if (deprecatedBy != null && (!isName(deprecatedBy) || deprecatedBy.equals(name))) {
            complaint.about("deprecatedBy", "is not the name of another variable");
        }
        length("default", defaultValue, complaint);
        length("description", description, complaint);
        boolean must = required == null
                ? defaultValue == null && requiredWhen == null && deprecatedBy == null
                : required;
        return new VariableRule(name, must, VariableRule.Example.NONE, when, read, allowed, compiled, min, max,
                defaultValue,
                sensitive, deprecatedBy, description);
    }

    private ValueType type(Complaint complaint) {
        if (type != null) {
            try {
                return Wire.parse(ValueType.class, "type", type);
            } catch (InvalidInputException wrong) {
                complaint.about("type", wrong.problems().getFirst().message());
                return ValueType.STRING;
            }
        }
        return values != null ? ValueType.ENUM : pattern != null ? ValueType.REGEX : ValueType.STRING;
    }

    private @Nullable Regex pattern(ValueType read, Complaint complaint) {
        if (pattern == null) {
            if (read == ValueType.REGEX) {
                complaint.about("pattern", "is missing; the type regex needs it");
            }
            return null;
        }
        if (read != ValueType.REGEX) {
            complaint.about("pattern", "has a meaning for the type regex only");
            return null;
        }
        try {
            return Regex.compile(pattern);
        } catch (Regex.MalformedException wrong) {
            complaint.about("pattern", String.valueOf(wrong.getMessage()));
        } catch (Budget.ExhaustedException tooMuch) {
            complaint.about("pattern", "is too large, together with the patterns before it");
        }
        return null;
    }

    private List<String> values(ValueType read, Complaint complaint) {
        if (values == null || values.isEmpty()) {
            if (read == ValueType.ENUM) {
                complaint.about("values", "is missing; the type enum needs it");
            }
            return List.of();
        }
        if (read != ValueType.ENUM) {
            complaint.about("values", "has a meaning for the type enum only");
        } else if (values.size() > MAX_VALUES) {
            complaint.about("values", "has %d entries; at most %d are allowed".formatted(values.size(), MAX_VALUES));
        }
        return values.stream().map(value -> value == null ? "" : value).toList();
    }

    private VariableRule.@Nullable When when(Complaint complaint) {
        if (requiredWhen == null) {
            return null;
        }
        String other = requiredWhen.variable();
        if (other == null || !isName(other) || other.equals(name)) {
            complaint.about("requiredWhen.variable", "is not the name of another variable");
            return null;
        }
        return new VariableRule.When(other, requiredWhen.equals());
    }

    private static void length(String field, @Nullable String text, Complaint complaint) {
        if (text != null && text.length() > MAX_TEXT) {
            complaint.about(field, "has %d characters; at most %d are allowed".formatted(text.length(), MAX_TEXT));
        }
    }
}
