package ink.dreamnet.halo.core.files;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// What HALO reads of its machine's files for others (`halo.files.*`).
///
/// @param allow the directories below which files lie that may be named over the API: repositories (`path`, `file://`), files and
///        schemas of environments, trust stores. By default HALO's working directory, and without a token, where everyone sits at this
///        machine, all; empty: none. HALO's own configuration, data and secrets, and `/proc`, `/sys` and `/dev`, are never among them. What configuration names is free
@ConfigurationProperties("halo.files")
record FilesProperties(@Nullable List<String> allow) {

    static final String ALLOW = "halo.files.allow";

    /// @throws IllegalArgumentException where one is not a path
    FilesProperties {
        allow = allow == null ? null : List.copyOf(allow);
        directories(false);
    }

    /// @param everyoneIsLocal whether whoever calls the API sits at this machine
    List<Path> directories(boolean everyoneIsLocal) {
        return allow != null
                ? allow.stream().map(FilesProperties::path).toList()
                : everyoneIsLocal ? roots() : List.of(Path.of(""));
    }

    private static List<Path> roots() {
        List<Path> roots = new ArrayList<>();
        FileSystems.getDefault().getRootDirectories().forEach(roots::add);
        return roots;
    }

    private static Path path(String directory) {
        if (directory.isBlank() || directory.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("%s: '%s' is not a directory".formatted(ALLOW, directory));
        }
        try {
            return Path.of(directory);
        } catch (InvalidPathException wrong) {
            throw new IllegalArgumentException("%s: '%s' is not a path".formatted(ALLOW, directory), wrong);
        }
    }
}
