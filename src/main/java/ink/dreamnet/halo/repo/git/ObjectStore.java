package ink.dreamnet.halo.repo.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jgit.lib.Repository;

/// Tells cheaply whether a repository's objects may have changed: whoever mends one adds or replaces files.
public final class ObjectStore {

    /// 256 directories of loose objects, packs, and what git keeps beside them; of more, the rest is not looked at.
    private static final int MOST_ENTRIES = 2000;

    private ObjectStore() {
    }

    /// @return a text that stays the same for as long as no object and no pack was added, replaced or deleted
    public static String stamp(Repository repository) throws IOException {
        Path directory = repository.getDirectory().toPath();
        Path objects = directory.resolve("objects");
        List<String> entries = new ArrayList<>();
        for (Path place : List.of(objects, objects.resolve("pack"), objects.resolve("info"))) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(place)) {
                for (Path entry : all) {
                    if (entries.size() < MOST_ENTRIES) {
                        entries.add(entry.getFileName() + " " + Files.getLastModifiedTime(entry).toMillis());
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException none) {
                entries.add("none");
            }
        }
        Path shallow = directory.resolve("shallow");
        entries.add(Files.exists(shallow) ? Files.getLastModifiedTime(shallow).toString() : "");
        entries.sort(null);
        return Integer.toHexString(entries.hashCode()) + "-" + entries.size();
    }
}
