package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// Keeps the shallow bare clone of one remote repository. A clone is made under another name and moved into its place when it
/// is whole, so what lies there can be trusted whatever interrupted HALO.
public final class RemoteGit {

    private static final String CLONE = "clone";
    private static final String PARTIAL = "clone.partial";
    private static final String FETCHED = "halo-fetched";
    /// Each fetch adds a pack; from so many on a new clone takes less room and is read faster.
    private static final int MOST_PACKS = 30;

    private final Path home;
    private final URI url;
    private final @Nullable String branch;
    private final @Nullable GitCredentials credentials;
    private final TransferLimits limits;
    private final Clock clock;
    private volatile Map<String, String> tags = Map.of();

    /// @param home the directory that the clone is kept in
    /// @param branch the branch to look at; null means the one that the remote's HEAD names
    public RemoteGit(Path home, URI url, @Nullable String branch, @Nullable GitCredentials credentials,
            TransferLimits limits, Clock clock) {
        this.home = home;
        this.url = url;
        this.branch = branch;
        this.credentials = credentials;
        this.limits = limits;
        this.clock = clock;
    }

    /// Fetches what is new.
    ///
    /// @param within how long it may take at most
    /// @throws GitUnavailableException where the remote could not be had; what was fetched before is still there
    /// @throws IOException where HALO could not do it, as it has no more time
    public void fetch(Duration within) throws GitUnavailableException, IOException, InterruptedException {
        if (!within.isPositive()) {
            throw outOfTime(null);
        }
        IsolatedGit.install();
        long start = System.nanoTime();
        Trees.delete(home.resolve(PARTIAL));
        boolean renew = fetchedAt() == null || packs() >= MOST_PACKS
                || BoundedTransfer.size(home.resolve(CLONE)) > limits.maxBytes();
        Path directory = home.resolve(renew ? PARTIAL : CLONE);
        if (renew) {
            Files.createDirectories(directory);
        } else {
            deleteLeftovers();
        }
        Duration total = within.compareTo(limits.total()) < 0 ? within : limits.total();
        try {
            new BoundedTransfer(directory, limits.maxBytes(), total).run(() -> transfer(directory));
        } catch (GitUnavailableException broken) {
            Duration left = within.minusNanos(System.nanoTime() - start);
            if (!renew && broken instanceof TooLargeException) {
                // old packs fill the room, perhaps, and a new clone has none
                fetch(left);
                return;
            }
            if (!left.isPositive()) {
                throw outOfTime(broken);
            }
            throw broken;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw unavailable(cause == null ? failed : cause);
        } finally {
            if (renew && !Files.exists(directory.resolve(FETCHED))) {
                Trees.delete(directory);
            }
        }
        if (renew) {
            Trees.delete(home.resolve(CLONE));
            move(directory, home.resolve(CLONE));
        }
    }

    private static IOException outOfTime(@Nullable Throwable cause) {
        return new IOException("the time of the cycle was up before it was fetched", cause);
    }

    /// @return when the remote was last fetched whole; null for never
    public @Nullable Instant fetchedAt() {
        try {
            return Instant.parse(Files.readString(home.resolve(CLONE).resolve(FETCHED)));
        } catch (IOException | DateTimeParseException never) {
            return null;
        }
    }

    /// Opens what was last fetched.
    public Repository open() throws GitUnavailableException {
        return LocalGit.open(home.resolve(CLONE));
    }

    /// @return the tags that the remote named when it was last fetched by this object, and what they name; they are not fetched
    public Map<String, String> tags() {
        return tags;
    }

    /// @param refs references, those under `refs/tags/` among them
    /// @return their names without `refs/tags/`, and the ids of what they name
    public static Map<String, String> tags(Collection<Ref> refs) {
        Map<String, String> tags = new TreeMap<>();
        for (Ref ref : refs) {
            ObjectId id = ref.getPeeledObjectId() != null ? ref.getPeeledObjectId() : ref.getObjectId();
            if (ref.getName().startsWith(Constants.R_TAGS) && id != null) {
                tags.put(ref.getName().substring(Constants.R_TAGS.length()), id.name());
            }
        }
        return Map.copyOf(tags);
    }

    private @Nullable Void transfer(Path directory) throws IOException, URISyntaxException {
        try (Repository repository = new FileRepositoryBuilder().setBare().setGitDir(directory.toFile()).build()) {
            if (!Files.exists(directory.resolve(Constants.HEAD))) {
                repository.create(true);
            }
            configure(repository.getConfig());
            URIish remote = new URIish(url.toString());
            try (Transport transport = Transport.open(repository, remote)) {
                transport.setTimeout(Math.max(1, Math.toIntExact(limits.idle().toSeconds())));
                transport.setTagOpt(TagOpt.NO_TAGS);
                transport.setRemoveDeletedRefs(false);
                if (credentials != null) {
                    transport.setCredentialsProvider(credentials.provider(remote));
                }
                Source source = ask(transport);
                if (source != null) {
                    receive(repository, transport, source);
                }
            }
        }
        Path fetched = directory.resolve(FETCHED + ".new");
        Files.writeString(fetched, clock.instant().toString());
        move(fetched, directory.resolve(FETCHED));
        return null;
    }

    private void configure(StoredConfig config) {
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
        config.setBoolean(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTODETACH, false);
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

    /// @return null where the remote has no commit yet
    private @Nullable Source ask(Transport transport) throws IOException {
        try (FetchConnection connection = transport.openFetch()) {
            tags = tags(connection.getRefs());
            if (branch != null) {
                Ref ref = connection.getRef(Constants.R_HEADS + branch);
                if (ref == null || ref.getObjectId() == null) {
                    throw new TransportException("it has no branch '%s'".formatted(branch));
                }
                return new Source(ref.getName(), ref.getName(), ref.getObjectId());
            }
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
    }

    private static void receive(Repository repository, Transport transport, Source source) throws IOException {
        Ref known = repository.exactRef(source.local());
        if (known == null || !source.id().equals(known.getObjectId())) {
            if (!repository.getObjectDatabase().has(source.id())) {
                transport.setDepth(1);
            }
            transport.fetch(NullProgressMonitor.INSTANCE,
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

    private GitUnavailableException unavailable(Throwable cause) {
        Throwable reason = cause;
        while (reason.getCause() != null && reason.getCause().getMessage() != null
                && reason instanceof TransportException) {
            reason = reason.getCause();
        }
        String text = reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
        String shown = GitUrl.mask(text);
        if (credentials != null && !credentials.secret().isEmpty()) {
            shown = shown.replace(credentials.secret(), "********");
        }
        return new GitUnavailableException(shown, cause);
    }

    private int packs() throws IOException {
        Path packs = home.resolve(CLONE).resolve("objects/pack");
        if (!Files.isDirectory(packs)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(packs)) {
            return Math.toIntExact(files.filter(file -> file.toString().endsWith(".pack")).count());
        }
    }

    /// What a fetch that was killed left behind.
    private void deleteLeftovers() throws IOException {
        Path clone = home.resolve(CLONE);
        List<Path> leftovers;
        try (Stream<Path> files = Files.find(clone, 5, (file, attributes) -> attributes.isRegularFile()
                && (file.getFileName().toString().startsWith("incoming_")
                        || file.getFileName().toString().endsWith(".lock")))) {
            leftovers = files.toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException oneByOne) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
