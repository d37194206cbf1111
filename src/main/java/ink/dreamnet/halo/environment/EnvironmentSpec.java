package ink.dreamnet.halo.environment;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import ink.dreamnet.halo.environment.schema.VariableForm;
import org.jspecify.annotations.Nullable;

/// What a caller writes to define an environment, and the form in which it is stored. What is null takes its default. What
/// an answer says besides is passed over, so that an answer can be edited and put back.
///
/// @param id the environment's id; where the path of a request names it too, both must be the same
/// @param sources where its variables come from; a later source overrides an earlier one
/// @param schema the path of a schema: a YAML file, or a `.env.example`
/// @param variables the schema itself, instead of a path
/// @param unknown what is done about variables that the schema does not name
/// @param interpolation whether what reads its dotenv files replaces `$A` and `${A}`: `expand`, or `none` for plain `dotenv`
/// @param group the environments of one group are compared; by default those of one schema are
/// @param production whether this is production; by default whether the id says so
/// @param dependsOn the subjects (`kind:id`) that the environment depends on
/// @param labels names and values that silences and reports can match
@JsonIgnoreProperties({"managedBy", "updatedAt", "state", "stateSince", "lastCheckedAt", "lastResult", "recentChecks",
        "weakPoints"})
record EnvironmentSpec(@Nullable String id, @Nullable List<@Nullable SourceSpec> sources, @Nullable String schema,
        @Nullable List<@Nullable VariableForm> variables, @Nullable String unknown, @Nullable String interpolation,
        @Nullable String group, @Nullable Boolean production, @Nullable List<@Nullable String> dependsOn,
        @Nullable Map<String, @Nullable String> labels) {

    /// @return the same without the id, as it is stored
    EnvironmentSpec withoutId() {
        return new EnvironmentSpec(null, sources, schema, variables, unknown, interpolation, group, production,
                dependsOn,
                labels);
    }
}
