package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.StartRefusedException;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.core.SpringProperties;
import org.springframework.core.io.DefaultResourceLoader;

/// The jars of a folder, as a part of the application: their classes are on its class path, their auto-configurations
/// apply, and each class with `@Component` (or an annotation that has it) is a bean, whatever its package.
///
/// The code that Spring AOT generates at build time knows no plug-ins, so it is not used where there are any; such a
/// start takes a little longer.
public final class Plugins {

    private static final String FOLDER_PROPERTY = "halo.plugins.dir";
    private static final String FOLDER_VARIABLE = "HALO_PLUGINS_DIR";
    private static final String DEFAULT_FOLDER = "plugins";

    private final List<Path> jars;

    private Plugins(List<Path> jars) {
        this.jars = jars;
    }

    /// @return the folder that `-Dhalo.plugins.dir` or `HALO_PLUGINS_DIR` names; `plugins` below the working directory
    ///         where neither does
    public static Path folder() {
        String variable = System.getenv(FOLDER_VARIABLE);
        return Path.of(System.getProperty(FOLDER_PROPERTY, variable == null ? DEFAULT_FOLDER : variable));
    }

    /// @param folder where the jars lie; one that does not exist has none
    /// @return its jars, in the order of their names
    public static Plugins in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new Plugins(List.of());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new Plugins(files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList());
        } catch (IOException unreadable) {
            throw refused(folder, "its files cannot be listed", unreadable);
        }
    }

    /// Makes the application that has these plug-ins. Jars that cannot be used stop its start, not this method. The
    /// calling thread's context class loader sees the plug-ins afterwards.
    ///
    /// @param main the application's own configuration
    public SpringApplication application(Class<?> main) {
        if (jars.isEmpty()) {
            return new SpringApplication(main);
        }
        ClassLoader loader = new URLClassLoader("plugins", jars.stream().map(Plugins::url).toArray(URL[]::new),
                main.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
        SpringApplication application = new SpringApplication(new DefaultResourceLoader(loader), main);
        application.addInitializers(context -> new PluginBeans(loader, context.getEnvironment()).register(jars,
                context.getBeanFactory()));
        return application;
    }

    /// @param plugin the jar or folder that cannot be used
    /// @param reason why not, as the rest of a sentence
    static StartRefusedException refused(Path plugin, String reason, Throwable cause) {
        return new StartRefusedException("The plug-in %s cannot be used: %s.".formatted(plugin, reason),
                "Remove the jar, or build it against this version of HALO for Java 25 and put what it needs beside it.",
                cause);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
