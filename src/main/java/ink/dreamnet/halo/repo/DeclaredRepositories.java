package ink.dreamnet.halo.repo;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.registry.DeclaredDefinitions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// The repositories that configuration declares.
///
/// @param repositories what is watched from the start; the API cannot change these
@ConfigurationProperties("halo")
record DeclaredRepositories(@Nullable List<DeclaredRepository> repositories) {

    /// @return the declared repositories by their ids
    /// @throws StartRefusedException where one is wrong or two have one id, with everything that is wrong
    Map<String, WatchedRepository> read() {
        return new DeclaredDefinitions<>(RepositoryFormat.FORMAT)
                .addAll(repositories == null ? List.of() : repositories, DeclaredRepository::id,
                        DeclaredRepository::toSpec)
                .orRefuseStart("docs/analyzers/repository-integrity.md");
    }
}
