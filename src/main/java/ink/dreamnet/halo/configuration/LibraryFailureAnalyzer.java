package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Causes;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataLocationNotFoundException;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.Environment;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.YAMLException;

/// Reports in plain words, without a stack trace, what a library cannot be started with. Spring Boot has no exception of its own for most of
/// these failures, so they are known by where they were thrown.
class LibraryFailureAnalyzer implements FailureAnalyzer {

    private static final Area TLS = new Area("HALO cannot speak TLS as it is configured.",
            """
                    Correct server.ssl.* or spring.ssl.bundle.* (docs/tls.md): the files must be there, be readable for HALO's user and be \
                    what their property says, and key, certificate and password must belong together.""",
            List.of(),
            List.of("org.springframework.boot.ssl.", "org.springframework.boot.autoconfigure.ssl.",
                    "org.apache.tomcat.util.net.SSLUtilBase"));

    private static final Area DATABASE = new Area("HALO cannot open its database.",
            """
                    Correct these properties (docs/operations.md#the-database). PostgreSQL must be running, be reached from here, and know the \
                    database, the user and the password. A file of H2 must be one that HALO made, or none, in a directory that HALO's user may \
                    write to, and no other process may have it open.""",
            List.of("spring.datasource.url", "spring.datasource.username", "spring.datasource.driver-class-name"),
            List.of("com.zaxxer.hikari.util.DriverDataSource", "com.zaxxer.hikari.HikariConfig",
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceProperties"));

    private static final Area FILES = new Area("The configuration cannot be read.",
            """
                    Correct what is wrong there (docs/configuration.md). What spring.config.import names are files that end with .yml or .properties, \
                    or directories that end with a slash.""",
            List.of(),
            List.of("org.springframework.boot.env.", "org.yaml.snakeyaml.",
                    "org.springframework.boot.context.config.ConfigData"));

    private static final Area WEB = new Area("HALO cannot listen as it is configured.",
            """
                    Correct these properties (docs/configuration.md): a port is 0 to 65535, an address one of this machine, and a path begins with a \
                    slash and does not end with one.""",
            List.of("server.port", "server.address", "server.servlet.context-path", "management.server.port",
                    "management.server.address"),
            List.of("org.apache.tomcat.util.net.", "org.springframework.boot.web.server.servlet.ContextPath"));

    private static final Area LOG = new Area("The log cannot be set up as it is configured.",
            "Correct logging.* (docs/operations.md#logs), or remove it.", List.of(),
            List.of("org.springframework.boot.logging.",
                    "org.springframework.boot.context.logging.LoggingApplicationListener"));

    /// TLS before what listens with it.
    private static final List<Area> AREAS = List.of(TLS, DATABASE, FILES, WEB, LOG);

    /// What Spring Boot says in plain words itself.
    private static final Set<Class<?>> EXPLAINED = Set.of(BindException.class,
            ConfigDataResourceNotFoundException.class,
            ConfigDataLocationNotFoundException.class, PortInUseException.class);

    private final @Nullable Environment environment;

    /// @param environment null where the start failed before there was one
    LibraryFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    /// What libraries do for HALO.
    ///
    /// @param description that it cannot be done
    /// @param action what to do about it
    /// @param properties what of the configuration is shown, where it is set
    /// @param thrownIn the packages and classes, as beginnings of names, in which only failures of this are thrown
    private record Area(String description, String action, List<String> properties, List<String> thrownIn) {

        boolean threw(Throwable cause) {
            return Arrays.stream(cause.getStackTrace()).map(StackTraceElement::getClassName)
                    .anyMatch(name -> thrownIn.stream().anyMatch(name::startsWith));
        }
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (Causes.of(failure).anyMatch(cause -> EXPLAINED.contains(cause.getClass()))) {
            return null;
        }
        return AREAS.stream()
                .flatMap(area -> Causes.of(failure).filter(area::threw).map(cause -> analysis(area, cause)))
                .findFirst().orElse(null);
    }

    private FailureAnalysis analysis(Area area, Throwable wrong) {
        String reasons = Causes.find(wrong, YAMLException.class) == null
                ? reasons(wrong)
                : file() + ": " + Candidate.reason(wrong);
        return new FailureAnalysis(Stream
                .concat(Stream.of("%s %s".formatted(area.description(), MaskedText.in(reasons))),
                        area.properties().stream().flatMap(this::shown))
                .collect(Collectors.joining("\n  ")), area.action(), wrong);
    }

    private Stream<String> shown(String property) {
        String value = environment == null ? null : environment.getProperty(property);
        return value == null ? Stream.empty() : Stream.of("%s: %s".formatted(property, MaskedText.in(value)));
    }

    private static String reasons(Throwable wrong) {
        String first = reason(wrong);
        String last = reason(Causes.of(wrong).reduce(wrong, (_, cause) -> cause));
        return first.contains(last) ? first : first + ": " + last;
    }

    private static String reason(Throwable cause) {
        return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /// The parser does not know what the file is called that it reads.
    private static String file() {
        return Stream.of("application.yml", "application.yaml", "config/application.yml", "config/application.yaml")
                .filter(name -> Files.isRegularFile(Path.of(name)) && isWrong(name)).findFirst().orElse("A file");
    }

    private static boolean isWrong(String name) {
        try {
            new YamlPropertySourceLoader().load(name, new FileSystemResource(name));
            return false;
        } catch (IOException | YAMLException wrong) {
            return true;
        }
    }
}
