package ink.dreamnet.halo.core;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What HALO reads of its machine's files for others (`halo.files.*`).
///
/// @param allow the directories below which files lie that may be named over the API: repositories (`path`, `file://`), files and
///        schemas of environments, trust stores. By default HALO's working directory; empty: none. HALO's own configuration, data and
///        secrets, and `/proc`, `/sys` and `/dev`, are never among them. What configuration names is free
@ConfigurationProperties("halo.files")
record FilesProperties(@DefaultValue(".") List<String> allow) {

    static final String ALLOW = "halo.files.allow";

    /// @throws IllegalArgumentException where one is not a path
    FilesProperties {
        allow = List.copyOf(allow);
        allow.forEach(FilesProperties::path);
    }

    List<Path> directories() {
        return allow.stream().map(FilesProperties::path).toList();
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
