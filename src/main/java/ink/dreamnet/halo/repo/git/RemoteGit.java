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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.IsolatedGit;
import ink.dreamnet.halo.http.Reach;
import org.eclipse.jgit.lib.Repository;
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
    private final ShallowFetch fetch;
    private final TransferLimits limits;
    private final Clock clock;
    private volatile Map<String, String> tags = Map.of();

    /// @param home the directory that the clone is kept in
    /// @param branch the branch to inspect; null means the one that the remote's HEAD names
    /// @param reach where it may connect to
    public RemoteGit(Path home, URI url, @Nullable String branch, @Nullable GitCredentials credentials,
            Reach reach, TransferLimits limits, Clock clock) {
        this.home = home;
        this.fetch = new ShallowFetch(url, branch, credentials, reach, limits);
        this.limits = limits;
        this.clock = clock;
    }

    /// Fetches what is new.
    ///
    /// @param within how long it may take at most
    /// @throws GitUnavailableException where the remote could not be fetched; what was fetched before is still there
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
            throw fetch.unavailable(cause == null ? failed : cause);
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
        return LocalGit.open(home.resolve(CLONE), AllowedFiles.ANY);
    }

    /// @return the tags that the remote named when it was last fetched by this object, and what they name; they are not fetched
    public Map<String, String> tags() {
        return tags;
    }

    private @Nullable Void transfer(Path directory) throws IOException, URISyntaxException {
        tags = fetch.into(directory);
        Path fetched = directory.resolve(FETCHED + ".new");
        Files.writeString(fetched, clock.instant().toString());
        move(fetched, directory.resolve(FETCHED));
        return null;
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
