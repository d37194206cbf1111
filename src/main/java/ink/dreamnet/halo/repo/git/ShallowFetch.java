package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ink.dreamnet.halo.core.secret.SecretUrls;
import ink.dreamnet.halo.http.AddressRefusedException;
import ink.dreamnet.halo.http.Reach;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// Fetches the last commit of one branch of a remote repository.
///
/// @param branch null means the one that the remote's HEAD names
/// @param credentials null for none
/// @param reach where it may connect to
/// @param limits how much it may take
record ShallowFetch(URI url, @Nullable String branch, @Nullable GitCredentials credentials, Reach reach,
        TransferLimits limits) {

    /// @param refs references, those under `refs/tags/` among them
    /// @return their names without `refs/tags/`, and the ids of what they name
    static Map<String, String> tags(Collection<Ref> refs) {
        Map<String, String> tags = new TreeMap<>();
        for (Ref ref : refs) {
            ObjectId id = ref.getPeeledObjectId() != null ? ref.getPeeledObjectId() : ref.getObjectId();
            if (ref.getName().startsWith(Constants.R_TAGS) && id != null) {
                tags.put(ref.getName().substring(Constants.R_TAGS.length()), id.name());
            }
        }
        return Map.copyOf(tags);
    }

    /// Fetches the branch into a bare repository, which becomes one where there is none.
    ///
    /// @return the tags that the remote names, and what they name; they are not fetched
    Map<String, String> into(Path directory) throws IOException, URISyntaxException {
        try (Repository repository = new BoundedRepository(directory, limits.maxObject())) {
            if (!Files.exists(directory.resolve(Constants.HEAD))) {
                repository.create(true);
            }
            configure(repository.getConfig());
            URIish remote = new URIish(url.toString());
            try (GitConnections connections = new GitConnections(reach);
                    Transport transport = open(repository, remote, connections)) {
                transport.setTimeout(Math.max(1, Math.toIntExact(limits.idle().toSeconds())));
                transport.setTagOpt(TagOpt.NO_TAGS);
                transport.setRemoveDeletedRefs(false);
                if (credentials != null) {
                    transport.setCredentialsProvider(credentials.provider(remote));
                }
                Advertised advertised = ask(transport);
                if (advertised.source() != null) {
                    receive(repository, transport, advertised.source());
                }
                return advertised.tags();
            }
        }
    }

    private Transport open(Repository repository, URIish remote, GitConnections connections) throws IOException {
        if (BoundedGit.SCHEME.equals(remote.getScheme())) {
            return new BoundedGit(repository, remote, reach);
        }
        Transport transport = Transport.open(repository, remote);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(connections);
        }
        return transport;
    }

    private void configure(StoredConfig config) {
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
        config.setBoolean(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTODETACH, false);
        // the first version answers a first question with all references, where the second one asks once more
        config.setString("protocol", null, "version", "0");
        if (credentials != null) {
            // a redirect could carry them to another server
            config.setString("http", null, "followRedirects", "false");
        }
    }

    /// What to fetch.
    ///
    /// @param name the name of the remote's ref
    /// @param local the branch that it becomes
    private record Source(String name, String local, ObjectId id) {
    }

    /// What a remote has.
    ///
    /// @param source null where it has no commit yet
    private record Advertised(Map<String, String> tags, @Nullable Source source) {
    }

    private Advertised ask(Transport transport) throws IOException {
        try (FetchConnection connection = answered(transport)) {
            return new Advertised(tags(connection.getRefs()),
                    branch == null ? head(connection) : named(connection, branch));
        }
    }

    private static FetchConnection answered(Transport transport) throws NoRepositoryException {
        try {
            return transport.openFetch();
        } catch (NotSupportedException | TransportException failed) {
            throw new NoRepositoryException(failed);
        }
    }

    /// Nothing answered as a git repository does.
    private static final class NoRepositoryException extends IOException {

        NoRepositoryException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static Source named(FetchConnection connection, String branch) throws TransportException {
        Ref ref = connection.getRef(Constants.R_HEADS + branch);
        if (ref == null || ref.getObjectId() == null) {
            throw new TransportException("it has no branch '%s'".formatted(branch));
        }
        return new Source(ref.getName(), ref.getName(), ref.getObjectId());
    }

    private static @Nullable Source head(FetchConnection connection) throws TransportException {
        Ref head = connection.getRef(Constants.HEAD);
        if (head == null || head.getObjectId() == null) {
            if (connection.getRefs().stream().anyMatch(ref -> ref.getName().startsWith(Constants.R_HEADS))) {
                throw new TransportException("its HEAD names no branch that exists; name one with branch");
            }
            return null;
        }
        String target = head.isSymbolic() ? head.getTarget().getName() : Constants.R_HEADS + "halo-head";
        return new Source(head.isSymbolic() ? target : Constants.HEAD, target, head.getObjectId());
    }

    private static void receive(Repository repository, Transport transport, Source source) throws IOException {
        Ref known = repository.exactRef(source.local());
        if (known == null || !source.id().equals(known.getObjectId())) {
            if (!repository.getObjectDatabase().has(source.id())) {
                transport.setDepth(1);
            }
            transport.fetch(new YieldingMonitor(),
                    List.of(new RefSpec("+" + source.name() + ":" + source.local())));
        }
        RefUpdate head = repository.updateRef(Constants.HEAD);
        head.disableRefLog();
        RefUpdate.Result linked = head.link(source.local());
        if (linked != RefUpdate.Result.NEW && linked != RefUpdate.Result.FORCED
                && linked != RefUpdate.Result.NO_CHANGE) {
            throw new IOException("HEAD could not be set: " + linked);
        }
    }

    /// @return what failed as the reason why the remote is unavailable, without secrets
    GitUnavailableException unavailable(Throwable cause) {
        Throwable reason = cause instanceof NoRepositoryException && cause.getCause() != null
                ? cause.getCause()
                : cause;
        while (reason.getCause() != null && reason.getCause().getMessage() != null
                && reason instanceof TransportException) {
            reason = reason.getCause();
        }
        String text = reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
        String shown = GitUrl.mask(text);
        if (credentials != null && !credentials.secret().isEmpty()) {
            shown = shown.replace(credentials.secret(), SecretUrls.MASK);
        }
        return cause instanceof NoRepositoryException && !(reason instanceof AddressRefusedException)
                ? GitUnavailableException.unanswered(shown, cause)
                : new GitUnavailableException(shown, cause);
    }
}
