package ink.dreamnet.halo.configuration;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ch.qos.logback.core.pattern.parser.Parser;
import ch.qos.logback.core.spi.ScanException;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.core.env.Environment;

/// Refuses settings of the log that it cannot be set up with. Where that shows later only, there is no log any more that could say so, or HALO
/// runs without the file that somebody counts on.
public final class LogSettings {

    private static final Set<String> FORMATS = Set.of("ecs", "gelf", "logstash");

    private LogSettings() {
    }

    /// What may be wrong with a value.
    @FunctionalInterface
    private interface Check {

        /// @return what is allowed instead; null where nothing is wrong
        @Nullable
        String objection(String value);
    }

    /// Checks them before the log is set up. Makes the directory of the log file, and the file.
    ///
    /// @throws StartRefusedException where any is wrong, with all that are
    public static void check(Environment environment) {
        List<FieldProblem> problems = new ArrayList<>();
        String file = environment.getProperty("logging.file.name");
        check("logging.file.name", LogSettings::file, environment, problems);
        if (file == null) {
            check("logging.file.path", path -> file(path + "/spring.log"), environment, problems);
        }
        check("logging.config", LogSettings::resource, environment, problems);
        for (String target : List.of("console", "file")) {
            check("logging.charset." + target, LogSettings::charset, environment, problems);
            check("logging.structured.format." + target, LogSettings::format, environment, problems);
            check("logging.pattern." + target, LogSettings::pattern, environment, problems);
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The settings of the log", problems, "docs/operations.md#logs");
        }
    }

    private static void check(String property, Check check, Environment environment, List<FieldProblem> problems) {
        // which leaves what only Logback knows in a pattern (${PID})
        String value = Binder.get(environment).bind(property, String.class).orElse("");
        String objection = value.isEmpty() ? null : check.objection(value);
        if (objection != null) {
            problems.add(new FieldProblem(property, "'%s' %s".formatted(MaskedText.in(value), objection)));
        }
    }

    private static @Nullable String file(String name) {
        try {
            Path file = Path.of(name).toAbsolutePath();
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            return !Files.isDirectory(file) && Files.isWritable(file)
                    ? null
                    : "is not a file that HALO's user may write";
        } catch (IOException | IllegalArgumentException unwritable) {
            return "is not a file that HALO's user may write (%s)".formatted(unwritable);
        }
    }

    private static @Nullable String resource(String location) {
        return ApplicationResourceLoader.get().getResource(location).isReadable()
                ? null
                : "is not a file that HALO's user may read";
    }

    private static @Nullable String charset(String name) {
        try {
            return Charset.isSupported(name) ? null : "is no charset; UTF-8 is one";
        } catch (IllegalCharsetNameException wrong) {
            return "is no charset; UTF-8 is one";
        }
    }

    private static @Nullable String format(String name) {
        return FORMATS.contains(name.toLowerCase(Locale.ROOT)) || name.contains(".")
                ? null
                : "is not one of ecs, gelf, logstash";
    }

    private static @Nullable String pattern(String text) {
        try {
            new Parser<>(text).parse();
            return null;
        } catch (ScanException | RuntimeException wrong) {
            return "is no pattern of Logback: " + wrong.getMessage();
        }
    }
}
