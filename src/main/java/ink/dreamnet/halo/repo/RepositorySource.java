package ink.dreamnet.halo.repo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.http.UnreadableReferenceException;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.repo.git.GitCredentials;
import ink.dreamnet.halo.repo.git.GitUnavailableException;
import ink.dreamnet.halo.repo.git.GitUrl;
import ink.dreamnet.halo.repo.git.LocalGit;
import ink.dreamnet.halo.repo.git.RemoteGit;
import ink.dreamnet.halo.repo.git.TransferLimits;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/// Opens the repositories that HALO watches, fetching those that are remote.
final class RepositorySource {

    private final RepositoryHomes homes;
    private final TransferLimits limits;
    private final SecretReferences references;
    private final AllowedFiles allowed;
    private final NetworkPolicy policy;
    private final Clock clock;

    /// @param allowed the files that may be named over the API
    RepositorySource(RepositoryHomes homes, RepositoryProperties properties, SecretReferences references,
            AllowedFiles allowed, NetworkPolicy policy, Clock clock) {
        this.homes = homes;
        this.limits = new TransferLimits(properties.maxSize().toBytes(), properties.maxObject(),
                properties.idleTimeout(), properties.fetchTimeout());
        this.references = references;
        this.allowed = allowed;
        this.policy = policy;
        this.clock = clock;
    }

    /// A repository that can be read.
    ///
    /// @param fetchedAt when it was fetched; null for one on this machine
    /// @param tags the tags that it has now, by their names without `refs/tags/`, and what they name; null where
    ///        nobody wants to know, or they cannot be read
    record Opened(Repository git, @Nullable Instant fetchedAt,
            @Nullable Map<String, String> tags) implements AutoCloseable {
        @Override
        public void close() {
            git.close();
        }
    }

    /// @param within how long a fetch may take
    Opened open(WatchedRepository repository, Duration within)
            throws GitUnavailableException, IOException, InterruptedException {
        boolean wanted = repository.spec().deploys() != null;
        Path path = repository.path();
        URI url = repository.url();
        if (path != null || url == null) {
            Repository git = LocalGit.open(path == null ? Path.of("") : path,
                    repository.managedBy().files(allowed));
            return new Opened(git, null, wanted ? LocalGit.tags(git) : null);
        }
        homes.open(repository);
        RemoteGit remote = remote(repository, checked(repository, url), credentials(repository));
        remote.fetch(within);
        homes.protect(repository);
        return new Opened(remote.open(), remote.fetchedAt(), wanted ? remote.tags() : null);
    }

    /// @return where to fetch from; on this machine it is the place that was checked, whatever else a `file://` URL can mean
    private URI checked(WatchedRepository repository, URI url) throws GitUnavailableException {
        return GitUrl.isFile(url) && repository.managedBy() != ManagedBy.CONFIG
                ? LocalGit.check(Path.of(url.getPath()), allowed).toUri()
                : url;
    }

    /// @return when a remote repository was last fetched; null for never, and where that cannot be read
    @Nullable
    Instant fetchedAt(WatchedRepository repository) {
        URI url = repository.url();
        try {
            return url == null ? null : remote(repository, url, null).fetchedAt();
        } catch (IOException homeless) {
            return null;
        }
    }

    private RemoteGit remote(WatchedRepository repository, URI url, @Nullable GitCredentials credentials)
            throws IOException {
        return new RemoteGit(homes.of(repository), url, repository.spec().branch(), credentials,
                policy.reach(repository.managedBy().provenance()), limits, clock);
    }

    private @Nullable GitCredentials credentials(WatchedRepository repository) throws GitUnavailableException {
        RepositorySpec.CredentialsSpec named = repository.spec().credentials();
        if (named == null) {
            return null;
        }
        try {
            String reference = named.variable() == null ? "file:" + named.file() : "env:" + named.variable();
            return GitCredentials.parse(references.read("halo.repositories[].credentials", reference), named.user());
        } catch (UnreadableReferenceException missing) {
            throw new GitUnavailableException(String.valueOf(missing.getMessage()), missing);
        }
    }
}
