package ink.dreamnet.halo.repo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import ink.dreamnet.halo.core.files.OwnFiles;
import ink.dreamnet.halo.core.files.PrivateFiles;
import ink.dreamnet.halo.repo.git.Trees;
import org.eclipse.jgit.lib.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The directories in which HALO keeps what it has of each repository: its clone, and what was read. All of it may be thrown
/// away; it is then made again. No two processes use the same: the first one that needs them has them in `halo.repo.directory` itself, each further
/// one in a directory of its own in there (`instance-2` …), because each deletes what it does not know. They are taken when they are needed
/// for the first time, so that who follows a process that ended has what that one had.
final class RepositoryHomes implements OwnFiles, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryHomes.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MARKER = "halo-repository";
    private static final String ANALYSIS = "analysis.json";
    private static final String FORMAT = "1";
    private static final int SLUG = 40;
    /// Of processes that have the same directory in their configuration.
    private static final int MOST_INSTANCES = 64;

    private final Path directory;
    private @Nullable HeldDirectory held;
    private boolean closed;

    RepositoryHomes(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public Collection<Path> ownFiles() {
        return List.of(directory);
    }

    /// @return the home of a repository, which need not exist
    /// @throws IOException where this process can have no directory of its own
    Path of(WatchedRepository repository) throws IOException {
        return own().resolve(name(repository));
    }

    private static String name(WatchedRepository repository) {
        String slug = repository.id().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.]+", "");
        return (slug.length() <= SLUG ? slug : slug.substring(0, SLUG)) + "-"
                + hash(repository.id() + "\n" + repository.source());
    }

    private synchronized Path own() throws IOException {
        HeldDirectory own = held;
        if (own == null || !own.isThere()) {
            release();
            if (closed) {
                throw new IOException("HALO has no directory for repositories any more because it ends");
            }
            own = hold();
            held = own;
        }
        return own.path();
    }

    private HeldDirectory hold() throws IOException {
        for (int number = 1; number <= MOST_INSTANCES; number++) {
            HeldDirectory free = HeldDirectory.tryHold(instance(number));
            if (free != null) {
                if (number > 1) {
                    LOG.info("Another HALO keeps its clones of repositories in {}; this one keeps its own in {}",
                            directory, free.path());
                }
                deleteLeftovers(number + 1);
                return free;
            }
        }
        throw new IOException("%d others use %s (halo.repo.directory)".formatted(MOST_INSTANCES, directory));
    }

    private Path instance(int number) {
        return number == 1 ? directory : directory.resolve("instance-" + number);
    }

    /// Deletes what those left that are not there any more. Nobody has what is held, and who comes takes the first that is free.
    private void deleteLeftovers(int first) {
        for (int number = first; number <= MOST_INSTANCES; number++) {
            if (Files.isDirectory(instance(number))) {
                try (HeldDirectory left = HeldDirectory.tryHold(instance(number))) {
                    if (left != null) {
                        deleteHomes(left.path(), Set.of());
                    }
                } catch (IOException undeletable) {
                    LOG.warn("What another HALO left in {} cannot be deleted", instance(number), undeletable);
                }
            }
        }
    }

    private void release() throws IOException {
        if (held != null) {
            held.close();
            held = null;
        }
    }

    /// Leaves the directory to others.
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        release();
    }

    /// Makes the home of a repository.
    Path open(WatchedRepository repository) throws IOException {
        Path home = of(repository);
        PrivateFiles.createDirectories(home);
        Path marker = home.resolve(MARKER);
        if (!Files.exists(marker)) {
            Files.writeString(marker, repository.id() + "\n");
        }
        return home;
    }

    /// Sees to it that nobody else reads what an earlier start left.
    void protect() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try {
            int changed = PrivateFiles.protect(directory).changed();
            if (changed > 0) {
                LOG.warn("Other users of this machine had rights to {} files of {}; they have none any more", changed,
                        directory);
            }
        } catch (IOException unreadable) {
            LOG.warn("The rights to {} cannot be checked", directory, unreadable);
        }
    }

    /// Sees to it that nobody else reads what was put into the home of a repository.
    void protect(WatchedRepository repository) throws IOException {
        PrivateFiles.protect(of(repository));
    }

    /// Deletes the homes of all other repositories that this process has. What HALO did not make is left alone.
    void keepOnly(Collection<WatchedRepository> repositories) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try {
            deleteHomes(own(), repositories.stream().map(RepositoryHomes::name).collect(Collectors.toSet()));
        } catch (IOException undeletable) {
            LOG.warn("What is left of a removed repository in {} cannot be deleted", directory, undeletable);
        }
    }

    private static void deleteHomes(Path directory, Set<String> kept) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> gone = all.filter(home -> !kept.contains(home.getFileName().toString())
                    && Files.exists(home.resolve(MARKER))).toList();
            for (Path home : gone) {
                Trees.delete(home);
            }
        }
    }

    /// @return the last analysis; null where there is none that can be used
    static @Nullable AnalysisRecord load(Path home) {
        try {
            List<String> lines = Files.readAllLines(home.resolve(ANALYSIS));
            if (lines.size() == 3 && lines.get(0).equals(FORMAT) && lines.get(1).equals(crc(lines.get(2)))) {
                return JSON.readValue(lines.get(2), AnalysisRecord.class);
            }
        } catch (IOException | JacksonException unusable) {
            LOG.debug("There is no usable analysis in {}", home, unusable);
        }
        return null;
    }

    static void save(Path home, AnalysisRecord analysis) throws IOException {
        String json = JSON.writeValueAsString(analysis);
        Path written = home.resolve(ANALYSIS + ".new");
        Files.write(written, List.of(FORMAT, crc(json), json));
        PrivateFiles.protect(home);
        Files.move(written, home.resolve(ANALYSIS), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /// @return 12 hexadecimal digits of a checksum that differs for different texts
    static String hash(String text) {
        byte[] digest = Constants.newMessageDigest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 6);
    }
}
