package ink.dreamnet.halo.repo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// One entry of `halo.repositories` in configuration. What is absent takes its default.
///
/// @param id the repository's id; required
/// @param path a work tree or bare repository on this machine, relative to the directory that HALO is started in
/// @param url a remote repository: `https://…`, `git://…`, `file://…`
/// @param branch the branch to inspect, default the one that HEAD names
/// @param credentials where the credentials for the remote are found
/// @param exclude findings that are not reported
/// @param staleAfter how long nobody may commit; absent means for ever
/// @param checks commands that must succeed in a clean checkout
/// @param optional whether it is nothing wrong that there is no repository at the path, default false
/// @param deploys which of its tags mean deploys
/// @param dependsOn the subjects (`kind:id`) that the repository depends on
/// @param labels names and values that silences and reports can match
record DeclaredRepository(@Nullable String id, @Nullable String path, @Nullable String url, @Nullable String branch,
        RepositorySpec.@Nullable CredentialsSpec credentials,
        @Nullable List<RepositorySpec.@Nullable ExcludeSpec> exclude, @Nullable Duration staleAfter,
        @Nullable List<@Nullable DeclaredCheck> checks, @Nullable Boolean optional,
        RepositorySpec.@Nullable DeploySpec deploys, @Nullable List<@Nullable String> dependsOn,
        @Nullable Map<String, @Nullable String> labels) {

    /// A command that must succeed.
    ///
    /// @param name what it is called
    /// @param command the program and its arguments
    /// @param timeout how long it may take, default five minutes
    record DeclaredCheck(@Nullable String name, @Nullable List<@Nullable String> command, @Nullable Duration timeout) {
    }

    /// @return the same in the API's form
    RepositorySpec toSpec() {
        List<RepositorySpec.@Nullable CheckSpec> commands = null;
        if (checks != null) {
            commands = new ArrayList<>();
            for (DeclaredCheck check : checks) {
                commands.add(toSpec(check));
            }
        }
        return new RepositorySpec(id, path, url, branch, credentials, exclude,
                staleAfter == null ? null : staleAfter.toMillis(),
                commands, optional, deploys, dependsOn, labels);
    }

    private static RepositorySpec.CheckSpec toSpec(@Nullable DeclaredCheck check) {
        return check == null
                ? new RepositorySpec.CheckSpec(null, null, null)
                : new RepositorySpec.CheckSpec(check.name(), check.command(),
                        check.timeout() == null ? null : check.timeout().toMillis());
    }
}
