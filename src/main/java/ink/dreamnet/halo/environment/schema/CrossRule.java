package ink.dreamnet.halo.environment.schema;

import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Wire;

/// A rule across environments.
///
/// @param kind what must hold
/// @param variables names, in which `*` stands for any characters; empty means every sensitive variable
/// @param environments the ids of the environments; empty means all that the rule's place covers
public record CrossRule(Kind kind, List<String> variables, List<String> environments) {

    /// What must hold.
    public enum Kind implements Wire {
        /// The variable has one value in all environments in which it is set.
        MUST_EQUAL,
        /// No two environments have the same value.
        MUST_DIFFER,
        /// The variable is set in all environments.
        MUST_EXIST
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z_*][A-Za-z0-9_.*-]{0,127}");

    /// Copies the lists.
    public CrossRule {
        variables = List.copyOf(variables);
        environments = List.copyOf(environments);
    }

    /// @return whether a name of a variable may be written so
    public static boolean isName(String written) {
        return NAME.matcher(written).matches();
    }

    /// @return what the variables' names match; empty where the rule is about the sensitive ones
    public List<Glob> names() {
        return variables.stream().map(Glob::wildcard).toList();
    }
}
