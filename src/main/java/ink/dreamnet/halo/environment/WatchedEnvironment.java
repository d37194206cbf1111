package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// An environment that HALO watches: a named set of variables, where they come from, and what they should be.
///
/// @param subject the environment as a subject of the cycle
/// @param spec its definition as it was given
/// @param sources where its variables come from; a later source overrides an earlier one
/// @param schemaFile the file of its schema; null where it has none
/// @param schemaOptional whether it is well without that file
/// @param schema the schema that its definition has itself; [Schema#NONE] otherwise
/// @param unknown what is done about variables that the schema does not name
/// @param interpolation whether references in its dotenv files are replaced
/// @param group which environments it is compared with; null: none
/// @param production whether this is production
/// @param dependsOn the subjects that it depends on
/// @param labels names and values that silences and reports can match
/// @param managedBy who manages its definition
/// @param updatedAt when it was last put; null for what configuration declares
record WatchedEnvironment(SubjectRef subject, EnvironmentSpec spec, List<Source> sources, @Nullable Path schemaFile,
        boolean schemaOptional, Schema schema, UnknownVariables unknown, InterpolationMode interpolation,
        @Nullable String group, boolean production,
        List<SubjectRef> dependsOn, Map<String, String> labels, ManagedBy managedBy, @Nullable Instant updatedAt)
        implements
            Definition<EnvironmentSpec> {
}
