package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.files.OwnFiles;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/// The files of HALO's configuration, and those that it names because secrets lie there.
@Component
class OwnConfiguration implements OwnFiles {

    private static final String FILE = "file:";
    private static final Path FOLDER = Path.of("config");
    private static final Pattern LOCATIONS = Pattern
            .compile("spring\\.config\\.(?:location|additional[-.]?location|import)"
                    + "(?:\\[\\d+])?");
    private static final Pattern AFTER_THE_NAME = Pattern.compile("(?:-.*)?\\.(?:ya?ml|properties)");
    private static final Pattern BEFORE_THE_PATH = Pattern.compile("^(?:optional:|file:|configtree:)+(?://)?");
    /// The properties whose values are paths of keys and passwords. Elsewhere such a value begins with `file:`.
    private static final Pattern SECRETS = Pattern.compile(
            "(?:management\\.)?server\\.ssl\\..*|spring\\.ssl\\.bundle\\..*|.*\\.credentials\\.file");

    private volatile Set<Path> files;

    OwnConfiguration(ConfigurableEnvironment environment) {
        this.files = read(environment);
    }

    /// Goes by another environment from now on.
    void use(ConfigurableEnvironment environment) {
        files = read(environment);
    }

    @Override
    public Collection<Path> ownFiles() {
        return files;
    }

    private static Set<Path> read(ConfigurableEnvironment environment) {
        Set<Path> files = new LinkedHashSet<>(ConfigurationFiles.paths(environment));
        files.add(FOLDER);
        files.addAll(ofOtherProfiles(environment.getProperty("spring.config.name", "application")));
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                for (String name : listed.getPropertyNames()) {
                    add(listed, name, files);
                }
            }
        }
        return Set.copyOf(files);
    }

    private static void add(EnumerablePropertySource<?> source, String name, Set<Path> files) {
        // each file of a directory is a property (configtree:)
        if (source.getName().startsWith("Config tree ")
                && OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin text
                && text.getResource() != null && text.getResource().isFile()) {
            try {
                files.add(text.getResource().getFile().toPath());
            } catch (IOException notOnThisMachine) {
                return;
            }
        }
        Object value = source.getProperty(name);
        String text = value == null ? "" : value.toString().strip();
        String plain = name.contains("_") ? name.toLowerCase(Locale.ROOT).replace('_', '.') : name;
        if (LOCATIONS.matcher(plain).matches()) {
            // what stands behind a wildcard is below
            Stream.of(text.split("[,;]")).map(location -> location.strip().replaceFirst("\\*.*", ""))
                    .forEach(location -> add(location, files));
        } else if (SECRETS.matcher(plain).matches() || text.startsWith(FILE) && !text.startsWith(FILE + "//")) {
            add(text, files);
        }
    }

    private static void add(String location, Set<Path> files) {
        String path = BEFORE_THE_PATH.matcher(location).replaceFirst("");
        if (path.isEmpty() || path.contains("\n") || path.startsWith("classpath:")) {
            return;
        }
        try {
            files.add(Path.of(path));
        } catch (InvalidPathException none) {
            // a value of another kind
        }
    }

    /// Those of profiles that are not active now.
    private static List<Path> ofOtherProfiles(String name) {
        try (Stream<Path> beside = Files.list(Path.of(""))) {
            return beside.filter(file -> isOfProfile(file.getFileName().toString(), name)).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static boolean isOfProfile(String file, String name) {
        return file.startsWith(name) && AFTER_THE_NAME.matcher(file.substring(name.length())).matches();
    }
}
