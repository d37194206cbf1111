package ink.dreamnet.halo.configuration;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    /// Logback sets in what is left in these.
    private static final Pattern PATTERN_OF_LOGBACK = Pattern.compile("(?i)logging[._]pattern[._].*");

    private Placeholders() {
    }

    /// Checks what an environment has, but for values that a source above theirs replaces.
    ///
    /// @throws StartRefusedException where a placeholder cannot be resolved, with all of them
    public static void check(ConfigurableEnvironment environment) {
        Set<String> above = new HashSet<>();
        List<FieldProblem> problems = environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance).map(EnumerablePropertySource.class::cast)
                .flatMap(source -> problems(source, environment, above)).toList();
        if (!problems.isEmpty()) {
            throw new StartRefusedException("These properties refer to what is not set:", problems,
                    "Set what each refers to, as a property or an environment variable, or give it a default (${NAME:default}). "
                            + "What is to stay as it is written begins with a backslash (\\${NAME}).");
        }
    }

    private static Stream<FieldProblem> problems(EnumerablePropertySource<?> source,
            ConfigurableEnvironment environment, Set<String> above) {
        return Stream.of(source.getPropertyNames()).filter(name -> READ.matcher(name).matches()).flatMap(name -> {
            String wrong = above.add(uniform(name)) ? wrong(name, source.getProperty(name), environment) : null;
            return wrong == null
                    ? Stream.empty()
                    : Stream.of(
                            new FieldProblem(name, "%s; %s".formatted(UnknownProperties.origin(source, name), wrong)));
        });
    }

    /// @return the same for a property and the environment variable that it can be (`halo.x[0].a-b`, `HALO_X_0_AB`)
    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-\\]]", "").replaceAll("[_\\[]", ".");
    }

    private static @Nullable String wrong(String name, @Nullable Object value, ConfigurableEnvironment environment) {
        if (value instanceof CharSequence text && text.toString().contains("${")) {
            try {
                environment.resolveRequiredPlaceholders(text.toString());
            } catch (PlaceholderResolutionException unresolvable) {
                boolean circular = String.valueOf(unresolvable.getMessage()).startsWith("Circular");
                return !circular && PATTERN_OF_LOGBACK.matcher(name).matches()
                        ? null
                        : "${%s} %s".formatted(unresolvable.getPlaceholder(),
                                circular ? "refers to itself" : "is not set");
            }
        }
        return null;
    }
}
