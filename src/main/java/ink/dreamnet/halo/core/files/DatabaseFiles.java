package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.sql.DataSource;

import ink.dreamnet.halo.core.EmbeddedUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// The files of the embedded database, which hold all that HALO knows. Sees to it, before they are opened, that no other user of the
/// machine can read them.
final class DatabaseFiles implements BeanPostProcessor, OwnFiles {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFiles.class);
    /// Where data lies unless configuration says otherwise.
    private static final Path DEFAULT = Path.of("data");
    private static final String MAIN = ".mv.db";
    /// All that H2 puts beside it.
    private static final List<String> ENDINGS = List.of(MAIN, ".trace.db", ".lock.db", ".newFile", ".tempFile");
    private static final String CLONES = "repositories";

    private final @Nullable Path database;
    private final boolean creates;

    /// @param url the database's JDBC URL
    DatabaseFiles(String url) {
        EmbeddedUrl embedded = EmbeddedUrl.of(url).orElse(null);
        this.database = embedded == null ? null : Path.of(inHome(embedded.path())).toAbsolutePath().normalize();
        this.creates = embedded != null && !embedded.systems().contains("split:")
                && !embedded.options().toUpperCase(Locale.ROOT).contains("IFEXISTS=TRUE");
    }

    private static String inHome(String path) {
        return path.startsWith("~") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof DataSource && database != null) {
            try {
                protect(database);
            } catch (IOException unwritable) {
                LOG.debug("H2 will say so, too", unwritable);
            }
        }
        return bean;
    }

    private void protect(Path of) throws IOException {
        Path directory = directory(of);
        PrivateFiles.createDirectories(directory);
        int changed = 0;
        // what lies deeper is another room's, behind a directory that is closed
        for (Path each : isOwn(of) ? List.of(directory) : files(of)) {
            PrivateFiles.Outcome outcome = PrivateFiles.protectTop(each);
            changed += outcome.changed();
            if (outcome.unchangeable() != null) {
                LOG.info("Other users of this machine have rights to {}, which HALO may not change",
                        outcome.unchangeable());
            }
        }
        if (changed > 0) {
            LOG.warn("Other users of this machine had rights to {} files of {}; they have none any more", changed,
                    directory);
        }
        if (creates) {
            // H2 would make it as the umask says; it takes an empty one for a new database
            PrivateFiles.createFile(files(of).getFirst());
        }
    }

    /// @return whether a directory is for HALO's data alone, and not, for example, somebody's home
    private static boolean isOwn(Path database) throws IOException {
        Path directory = directory(database);
        if (directory.equals(DEFAULT.toAbsolutePath())) {
            return true;
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).allMatch(
                    name -> name.equals(CLONES) || name.startsWith(database.getFileName() + "."));
        }
    }

    private static Path directory(Path database) {
        Path directory = database.getParent();
        return directory == null ? database : directory;
    }

    private static List<Path> files(Path database) {
        return ENDINGS.stream().map(ending -> database.resolveSibling(database.getFileName() + ending)).toList();
    }

    @Override
    public Collection<Path> ownFiles() {
        return database == null
                ? List.of(DEFAULT)
                : Stream.concat(Stream.of(DEFAULT), files(database).stream()).toList();
    }
}
