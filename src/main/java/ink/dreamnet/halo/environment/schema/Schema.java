package ink.dreamnet.halo.environment.schema;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.secret.SecretNames;
import org.jspecify.annotations.Nullable;

/// What the variables of an environment should be.
///
/// @param variables what is said about each variable, by name
/// @param lines where that stands in the schema's file, by name
/// @param rules the rules across the environments that share this schema
/// @param problems what is wrong with it; what is right of it holds nevertheless
/// @param origin who wrote it, and for what
public record Schema(Map<String, VariableRule> variables, Map<String, Integer> lines, List<CrossRule> rules,
        List<SchemaProblem> problems, Origin origin) {

    /// Who wrote a schema, and for what.
    public enum Origin {

        /// Nobody did.
        NONE,
        /// An example, which may name as few variables as its author liked.
        EXAMPLE,
        /// What somebody wrote as a schema, which is meant to name all.
        DECLARED
    }

    /// No schema: every variable is as good as any other.
    public static final Schema NONE = new Schema(Map.of(), Map.of(), List.of(), List.of(), Origin.NONE);

    /// A schema of which nothing is known but that something is wrong with it.
    public static Schema broken(SchemaProblem problem) {
        return new Schema(Map.of(), Map.of(), List.of(), List.of(problem), Origin.DECLARED);
    }

    /// @return whether there is a schema at all
    public boolean exists() {
        return origin != Origin.NONE;
    }

    /// @return what is said about the variable, or null
    public @Nullable VariableRule of(String name) {
        return variables.get(name);
    }

    /// @return whether the variable's value is a secret, as far as the schema or else its name says
    public boolean sensitive(String name) {
        Boolean said = saysSensitive(name);
        return said == null ? SecretNames.ofVariable(name) : said;
    }

    /// @return whether the schema itself says that the variable's value is a secret; null where it says nothing
    public @Nullable Boolean saysSensitive(String name) {
        VariableRule rule = variables.get(name);
        return rule == null ? null : rule.sensitive();
    }
}
