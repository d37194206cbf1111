package ink.dreamnet.halo.repo;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import ink.dreamnet.halo.registry.DeclaredList;
import org.springframework.core.env.Environment;

/// The repositories that configuration declares.
///
/// @param repositories what is watched from the start; the API cannot change these
record DeclaredRepositories(List<DeclaredRepository> repositories) {

    static DeclaredRepositories of(Environment environment) {
        return new DeclaredRepositories(
                new DeclaredList<>("halo.repositories", DeclaredRepository.class).read(environment));
    }

    /// @return the declared repositories by their ids
    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    Map<String, WatchedRepository> read(NetworkPolicy policy) {
        return new DeclaredDefinitions<>(
                RepositoryFormat.of(AllowedFiles.ANY).within(policy, WatchedRepository::url))
                .addAll(repositories, DeclaredRepository::id,
                        DeclaredRepository::toSpec)
                .orRefuseStart("docs/analyzers/repository-integrity.md");
    }
}
