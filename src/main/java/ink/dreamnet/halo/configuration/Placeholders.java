package ink.dreamnet.halo.configuration;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.StartRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.PlaceholderResolutionException;

/// Refuses values that refer to what is not set, before anything reads them: what Spring binds would have `${NAME}` itself for its value, a
/// password for instance.
public final class Placeholders {

    /// The names that HALO and its libraries read, as properties or as environment variables.
    private static final Pattern READ = Pattern.compile(
            "(?i)(halo|spring|server|management|logging|db-?scheduler)([.\\[_].*)?");

    private Placeholders() {
    }

    /// Checks all that an environment has.
    ///
    /// @throws StartRefusedException where a placeholder cannot be resolved, with all of them
    public static void check(ConfigurableEnvironment environment) {
        List<FieldProblem> problems = environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance).map(EnumerablePropertySource.class::cast)
                .flatMap(source -> problems(source, environment)).toList();
        if (!problems.isEmpty()) {
            throw new StartRefusedException("These properties refer to what is not set:", problems,
                    "Set what each refers to, as a property or an environment variable, or give it a default (${NAME:default}). "
                            + "What is to stay as it is written begins with a backslash (\\${NAME}).");
        }
    }

    private static Stream<FieldProblem> problems(EnumerablePropertySource<?> source,
            ConfigurableEnvironment environment) {
        return Stream.of(source.getPropertyNames()).filter(name -> READ.matcher(name).matches()).flatMap(name -> {
            String wrong = wrong(source.getProperty(name), environment);
            return wrong == null
                    ? Stream.empty()
                    : Stream.of(
                            new FieldProblem(name, "%s; %s".formatted(UnknownProperties.origin(source, name), wrong)));
        });
    }

    private static @Nullable String wrong(@Nullable Object value, ConfigurableEnvironment environment) {
        if (value instanceof CharSequence text && text.toString().contains("${")) {
            try {
                environment.resolveRequiredPlaceholders(text.toString());
            } catch (PlaceholderResolutionException unresolvable) {
                return "${%s} %s".formatted(unresolvable.getPlaceholder(),
                        String.valueOf(unresolvable.getMessage()).startsWith("Circular")
                                ? "refers to itself"
                                : "is not set");
            }
        }
        return null;
    }
}
