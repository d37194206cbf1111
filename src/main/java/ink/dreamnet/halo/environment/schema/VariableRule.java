package ink.dreamnet.halo.environment.schema;

import java.util.List;

import ink.dreamnet.halo.core.Regex;
import org.jspecify.annotations.Nullable;

/// What a schema says about one variable.
///
/// @param name the variable
/// @param required whether it must be set, and not to nothing
/// @param example what an example gives as its value, which is not kept here
/// @param requiredWhen when it must be set although it need not always be; null where there is no such condition
/// @param type what its value may be
/// @param values the values of an enum; not secret
/// @param pattern what a value of type `regex` must match as a whole
/// @param min the least integer
/// @param max the greatest integer
/// @param defaultValue what is used where it is not set; not secret
/// @param sensitive whether its value is a secret; null where its name and the value decide
/// @param deprecatedBy the variable to use instead
/// @param description what it is for
public record VariableRule(String name, boolean required, Example example, @Nullable When requiredWhen, ValueType type,
        List<String> values, @Nullable Regex pattern, @Nullable Long min, @Nullable Long max,
        @Nullable String defaultValue, @Nullable Boolean sensitive, @Nullable String deprecatedBy,
        @Nullable String description) {

    /// What an example gives as a variable's value.
    public enum Example {

        /// Nothing, or there is no example.
        NONE,
        /// What can be left as it is.
        DEFAULT,
        /// What only keeps the place of a value.
        PLACEHOLDER,
        /// An address with a password of which all only keeps the place.
        PLACEHOLDER_WITH_PASSWORD
    }

    /// @return whether an example gives it a value
    public boolean listed() {
        return example != Example.NONE;
    }

    /// When a variable is required.
    ///
    /// @param variable another variable, which is set to something
    /// @param equals what it is set to; null where anything will do
    public record When(String variable, @Nullable String equals) {
    }
}
