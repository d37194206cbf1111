package ink.dreamnet.halo.environment.schema;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Something that is wrong with a schema.
///
/// @param line where, from 1; null where it has no line
/// @param field which field (`variables.PORT.type`); null where it is the whole file
/// @param message what was given and what is allowed
/// @param severity how bad it is: below `high`, what the rest of the schema says holds as if it were not there
public record SchemaProblem(@Nullable Integer line, @Nullable String field, String message, Severity severity) {

    /// A problem because of which the schema may say something else than was meant.
    public SchemaProblem(@Nullable Integer line, @Nullable String field, String message) {
        this(line, field, message, Severity.HIGH);
    }
}
