package ink.dreamnet.halo.environment;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Where variables of an environment come from: exactly one of `file`, `directory` and `process`.
///
/// @param file a dotenv file
/// @param directory a directory in which each file is a variable, as Kubernetes and Docker mount secrets
/// @param process true: HALO's own process environment, of which only the variables that the schema, `names` or `prefixes`
///        name are read
/// @param names which variables of the process
/// @param prefixes how the names of the process's variables begin
/// @param optional whether the file or directory may be absent, default false
record SourceSpec(@Nullable String file, @Nullable String directory, @Nullable Boolean process,
        @Nullable List<@Nullable String> names, @Nullable List<@Nullable String> prefixes,
        @Nullable Boolean optional) {

    /// A dotenv file.
    static SourceSpec ofFile(String file, boolean optional) {
        return new SourceSpec(file, null, null, null, null, optional ? true : null);
    }
}
