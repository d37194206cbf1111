package ink.dreamnet.halo.configuration;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.files.RegularFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.Resource;
import org.springframework.util.PropertyPlaceholderHelper;

/// The files of an environment, which Spring Boot finds: `application.yml`, those of profiles, imported ones.
final class ConfigurationFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFiles.class);
    /// As Spring Boot names what it reads from files and from directories of files.
    private static final List<String> FROM_FILES = List.of("Config resource ", "Config tree ");
    private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper("${", "}", ":", '\\',
            true);
    private static final String BINDING = "configurationProperties";

    private ConfigurationFiles() {
    }

    /// Reads the files again. Arguments, system properties and environment variables stay as they were at the start.
    ///
    /// @param running an environment of this process
    /// @param defaults the name of what stands below all files
    /// @return another one, with the same profiles
    static ConfigurableEnvironment readAgain(ConfigurableEnvironment running, String defaults) {
        ConfigurableEnvironment next = new StandardEnvironment() {

            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                running.getPropertySources().stream().filter(source -> !isOfFiles(source))
                        .filter(source -> !source.getName().equals(BINDING) && !source.getName().equals(defaults))
                        .forEach(sources::addLast);
            }
        };
        ConfigDataEnvironmentPostProcessor.applyTo(next, new BoundedFiles(), null,
                running.getActiveProfiles());
        PropertySource<?> below = running.getPropertySources().get(defaults);
        if (below != null) {
            next.getPropertySources().addLast(below);
        }
        List<FieldProblem> gone = paths(running).stream().filter(path -> Files.notExists(path))
                .map(path -> new FieldProblem(path.toString(), "the file is gone")).toList();
        if (!gone.isEmpty()) {
            throw new StartRefusedException("The configuration cannot be read:", gone, "Bring it back, or start anew.");
        }
        ConfigurationPropertySources.attach(next);
        return next;
    }

    /// Finds files that are read only where they are regular ones and do not take up the memory of a running HALO.
    private static final class BoundedFiles extends DefaultResourceLoader {

        /// What is read of a file takes some fifty times its size until it is bound.
        private static final int PART_OF_HEAP = 128;
        /// No array has more bytes.
        private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

        @Override
        public Resource getResource(String location) {
            Resource found = super.getResource(location);
            return found instanceof FileUrlResource file ? new BoundedFile(file.getURL()) : found;
        }

        private static final class BoundedFile extends FileUrlResource {

            BoundedFile(URL url) {
                super(url);
            }

            @Override
            public InputStream getInputStream() throws IOException {
                long most = Math.min(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, LONGEST_ARRAY);
                return new ByteArrayInputStream(RegularFiles.read(getFile().toPath(), (int) most));
            }
        }
    }

    private static boolean isOfFiles(PropertySource<?> source) {
        return FROM_FILES.stream().anyMatch(source.getName()::startsWith);
    }

    /// @return the files that say anything
    static Set<Path> paths(ConfigurableEnvironment environment) {
        Set<Path> paths = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (isOfFiles(source) && source instanceof EnumerablePropertySource<?> listed
                    && listed.getPropertyNames().length > 0
                    && OriginLookup.getOrigin(source, listed.getPropertyNames()[0]) instanceof TextResourceOrigin text
                    && text.getResource() != null && text.getResource().isFile()) {
                try {
                    paths.add(text.getResource().getFile().toPath());
                } catch (IOException notOnThisMachine) {
                    LOG.debug("{} is not watched", source.getName(), notOnThisMachine);
                }
            }
        }
        return paths;
    }

    /// @return the names of the properties that files give different values in two environments, in order
    static Set<String> differences(ConfigurableEnvironment one, ConfigurableEnvironment other) {
        Set<String> names = new TreeSet<>();
        for (ConfigurableEnvironment environment : List.of(one, other)) {
            environment.getPropertySources().stream().filter(ConfigurationFiles::isOfFiles)
                    .filter(EnumerablePropertySource.class::isInstance)
                    .forEach(source -> names.addAll(
                            List.of(((EnumerablePropertySource<?>) source).getPropertyNames())));
        }
        names.removeIf(name -> Objects.equals(value(one, name), value(other, name)));
        return names;
    }

    /// As `Environment.getProperty`, which takes a third of a millisecond.
    private static @Nullable String value(ConfigurableEnvironment environment, String name) {
        String written = written(environment, name);
        return written == null || !written.contains("${")
                ? written
                : PLACEHOLDERS.replacePlaceholders(written, inner -> written(environment, inner));
    }

    private static @Nullable String written(ConfigurableEnvironment environment, String name) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object value = source.getName().equals(BINDING) ? null : source.getProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        return null;
    }
}
