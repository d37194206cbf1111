package ink.dreamnet.halo.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The JDBC URL of an H2 database in a file: no server, and nothing in memory.
///
/// Read as H2 reads it: its words are in small letters, and what is none of them is part of the file's name (`TCP://db` is a folder `TCP:`).
///
/// @param systems H2's file systems, each with its colon (`async:`, `split:20:file:`); empty where the URL names none
/// @param path the file without its ending
/// @param options what follows, from the first semicolon on; empty where there is nothing
public record EmbeddedUrl(String systems, String path, String options) {

    private static final String START = "jdbc:h2:";
    /// H2's `ConnectionInfo` takes the first `file:` away; `FilePath` then asks each system for what follows it, and the disk, last, takes
    /// the rest for a name. What is in memory or an archive is no file.
    private static final Pattern FILE = Pattern.compile(START + "(?!tcp:|ssl:|mem:)(?<systems>(?:file:)?+"
            + "(?:split:(?:\\d++:)?+|retry:|cache:|async:|nioMapped:)*+(?:file:|nio:)?+)"
            + "(?!(?:nioMem|mem)(?:FS|LZF):|zip:)(?<path>[^;]+)(?<options>.*)");
    private static final Pattern SYSTEM = Pattern.compile("\\w{2,}:");
    private static final String ASYNC = "async:";
    private static final Pattern SURVIVING = Pattern.compile(ASYNC + "(?:file:|nio:)?$");
    /// What reads and writes a file itself, below what others make of it (`split:20:`), which decides where it lies.
    private static final Pattern BASE = Pattern.compile("(?:file|nio|nioMapped):$");
    /// What HALO sets where a URL does not: a commit is in the file before it is answered, so that it survives kill -9; an operator's word waits for
    /// the record of a cycle, which is long where thousands of things fail at once; HALO closes the database itself, last of all.
    private static final List<String> SETTINGS = List.of("WRITE_DELAY=0", "LOCK_TIMEOUT=20000",
            "DB_CLOSE_ON_EXIT=FALSE");

    /// @return empty for the URL of any other database
    public static Optional<EmbeddedUrl> of(String url) {
        Matcher file = FILE.matcher(url);
        return file.matches()
                ? Optional.of(new EmbeddedUrl(file.group("systems"), file.group("path"), file.group("options")))
                : Optional.empty();
    }

    /// @return whether an interrupted thread (an analyzer at its deadline) leaves the file open for the others; H2's `file:`, its default, does not
    boolean survivesInterrupts() {
        return SURVIVING.matcher(systems).find();
    }

    /// @return what stands where H2 has the name of a server or a file system, and is none (`TCP:`); H2 would make a folder of it
    Optional<String> unknownSystem() {
        Matcher system = SYSTEM.matcher(path);
        return system.lookingAt() ? Optional.of(system.group()) : Optional.empty();
    }

    /// @return the same database, opened in a way that an interrupted thread leaves it open
    EmbeddedUrl surviving() {
        return new EmbeddedUrl(BASE.matcher(systems).replaceFirst("") + ASYNC, path, options);
    }

    /// @return the same database with what HALO needs; what the URL sets stays
    EmbeddedUrl complete() {
        String set = options.toUpperCase(Locale.ROOT);
        return new EmbeddedUrl(systems, path,
                SETTINGS.stream()
                        .filter(setting -> !set.contains(";" + setting.substring(0, setting.indexOf('=') + 1)))
                        .map(setting -> ";" + setting)
                        .collect(Collectors.joining("", options, "")));
    }

    /// @return it as a JDBC URL
    @Override
    public String toString() {
        return START + systems + path + options;
    }
}
