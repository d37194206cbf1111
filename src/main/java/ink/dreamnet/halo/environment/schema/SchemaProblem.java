package ink.dreamnet.halo.environment.schema;

import org.jspecify.annotations.Nullable;

/// Something that is wrong with a schema.
///
/// @param line where, from 1; null where it has no line
/// @param field which field (`variables.PORT.type`); null where it is the whole file
/// @param message what was given and what is allowed
public record SchemaProblem(@Nullable Integer line, @Nullable String field, String message) {
}
