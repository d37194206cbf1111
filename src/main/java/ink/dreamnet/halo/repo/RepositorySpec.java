package ink.dreamnet.halo.repo;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// The definition of a repository as a caller writes it. What is absent takes its default.
///
/// @param id its id; the path of the request names it too
/// @param path a work tree or bare repository on HALO's machine, relative to the directory that HALO is started in
/// @param url a remote repository
/// @param branch the branch to inspect; null means the one that HEAD names
/// @param credentials what HALO identifies itself with to the remote; from configuration only
/// @param exclude findings that are not reported
/// @param staleAfterMs how long nobody may commit; null means for ever
/// @param checks commands that must succeed in a clean checkout; from configuration only
/// @param optional whether it is nothing wrong that there is no repository at the path, default false
/// @param deploys which of its tags mean deploys; null where none does
/// @param dependsOn the subjects (`kind:id`) that the repository depends on
/// @param labels names and values that silences and reports can match
@JsonIgnoreProperties({"managedBy", "updatedAt", "analysis", "state", "stateSince", "lastCheckedAt", "lastResult",
        "recentChecks", "weakPoints"})
record RepositorySpec(@Nullable String id, @Nullable String path, @Nullable String url, @Nullable String branch,
        @Nullable CredentialsSpec credentials, @Nullable List<@Nullable ExcludeSpec> exclude,
        @Nullable Long staleAfterMs, @Nullable List<@Nullable CheckSpec> checks, @Nullable Boolean optional,
        @Nullable DeploySpec deploys, @Nullable List<@Nullable String> dependsOn,
        @Nullable Map<String, @Nullable String> labels) {

    /// Says where credentials are found; never what they are.
    ///
    /// @param variable the environment variable that holds a token, or `user:password`
    /// @param file the file that does
    /// @param user the user, where the variable or file holds a password alone
    record CredentialsSpec(@Nullable String variable, @Nullable String file, @Nullable String user) {
    }

    /// Names findings.
    ///
    /// @param code their code; null means every code
    /// @param path a glob of their paths (`docs/**`); null means every path
    record ExcludeSpec(@Nullable String code, @Nullable String path) {
    }

    /// Which new tags mean that something was deployed.
    ///
    /// @param tags a glob of their names (`v*`)
    /// @param service what is deployed; null means the id of the repository
    /// @param environment where; null where nobody knows
    record DeploySpec(@Nullable String tags, @Nullable String service, @Nullable String environment) {
    }

    /// A command that must succeed.
    ///
    /// @param name what it is called
    /// @param command the program and its arguments
    /// @param timeoutMs how long it may take, default five minutes
    record CheckSpec(@Nullable String name, @Nullable List<@Nullable String> command, @Nullable Long timeoutMs) {
    }

    /// @return the same without the id, as it is stored
    RepositorySpec withoutId() {
        return new RepositorySpec(null, path, url, branch, credentials, exclude, staleAfterMs, checks, optional,
                deploys, dependsOn, labels);
    }
}
