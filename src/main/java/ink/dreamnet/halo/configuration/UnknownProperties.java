package ink.dreamnet.halo.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.configuration.KnownProperties.Finding;
import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.Spelling;
import ink.dreamnet.halo.core.StartRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;

/// Refuses properties below `halo` that nothing reads, wherever they come from, and makes one key of each name of a map that has
/// dots: Spring reads `settle-of.agent.revive` as a map in a map, and leaves it out.
///
/// An environment variable that begins with `HALO_`, or a system property of the process, may be somebody else's (a build's, a program's that
/// HALO is a part of), so one is refused only where it looks like a slip.
final class UnknownProperties {

    private static final int MOST_SHOWN = 50;
    private static final int MOST_MEANT = 3;
    /// What had another name in documentation that was published.
    private static final Map<String, String> RENAMED = Map.of("halo.environment.roots", "halo.files.allow");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9-]*");
    /// As Spring describes a file: `URL [file:application.yml]`.
    private static final Pattern DESCRIPTION = Pattern.compile("^[A-Za-z ]+ \\[(?:file:)?(.*)]$");
    private static final Pattern VARIABLE = Pattern.compile(KnownProperties.VARIABLES + "[A-Za-z0-9_]+");
    /// What Kubernetes sets for a service that is called halo, or halo-something (its documentation: Service, Discovering services).
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "HALO_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)");

    private final KnownProperties known;
    private final Map<String, FieldProblem> problems = new LinkedHashMap<>();
    private final Set<String> strangers = new LinkedHashSet<>();

    private UnknownProperties(KnownProperties known) {
        this.known = known;
    }

    /// Checks all that an environment has.
    ///
    /// @return the environment variables and system properties that nothing reads and that resemble nothing
    /// @throws StartRefusedException where there is an unknown property, with all of them
    static Set<String> check(ConfigurableEnvironment environment, KnownProperties known) {
        UnknownProperties check = new UnknownProperties(known);
        List<PropertySource<?>> all = environment.getPropertySources().stream().toList();
        for (PropertySource<?> source : all) {
            if (source instanceof SystemEnvironmentPropertySource system) {
                check.variables(system, environment);
            } else if (source instanceof EnumerablePropertySource<?> listed) {
                check.properties(listed, environment);
            }
        }
        check.throwIfAny();
        return check.strangers;
    }

    private void properties(EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
        Map<String, String> renamed = new HashMap<>();
        for (String name : source.getPropertyNames()) {
            if (isBelowRoot(name)) {
                property(source, name, renamed);
            }
        }
        if (!renamed.isEmpty()) {
            environment.getPropertySources().replace(source.getName(), copy(source, renamed));
        }
    }

    private static boolean isBelowRoot(String name) {
        int length = KnownProperties.ROOT.length();
        return name.regionMatches(true, 0, KnownProperties.ROOT, 0, length)
                && (name.length() == length || name.charAt(length) == '.' || name.charAt(length) == '[');
    }

    private void property(EnumerablePropertySource<?> source, String name, Map<String, String> renamed) {
        PropertyPath path = PropertyPath.of(name);
        switch (known.find(path)) {
            case Finding.Known() -> {
                // is read by its name
            }
            case Finding.Key(int from) -> {
                String key = path.from(from);
                if (!PLAIN_KEY.matcher(key).matches() && key.indexOf('[') < 0) {
                    renamed.put(name, path.before(from) + "[" + key + "]");
                }
            }
            case Finding.NoText(String allowed) -> {
                if (!String.valueOf(source.getProperty(name)).isEmpty()) {
                    add(name, name, source, allowed);
                }
            }
            case Finding.Unknown unknown when ofTheProcess(source) && unknown.similar() == null
                    && renamed(path, unknown) == null ->
                strangers.add(name);
            case Finding.Unknown unknown -> add(path.before(unknown.at() + 1), name, source, meant(path, unknown));
        }
    }

    private String meant(PropertyPath path, Finding.Unknown unknown) {
        String renamed = renamed(path, unknown);
        if (renamed != null) {
            return "it is called %s now".formatted(renamed);
        }
        if (unknown.similar() != null) {
            return "did you mean %s.%s?".formatted(path.before(unknown.at()), unknown.similar());
        }
        List<String> elsewhere = known.endingAs(path);
        return elsewhere.isEmpty() || elsewhere.size() > MOST_MEANT
                ? unknown.allowed()
                : "did you mean %s?".formatted(String.join(" or ", elsewhere));
    }

    private static @Nullable String renamed(PropertyPath path, Finding.Unknown unknown) {
        return RENAMED.get(Shape.dashed(path.before(unknown.at() + 1)));
    }

    private void add(String unknown, String name, PropertySource<?> source, String remark) {
        problems.putIfAbsent(unknown, new FieldProblem(unknown, "%s; %s".formatted(origin(source, name), remark)));
    }

    /// @return where a property stands, in words of whoever configures HALO (`application.yml line 4`)
    static String origin(PropertySource<?> source, String name) {
        Origin origin = OriginLookup.getOrigin(source, name);
        if (origin instanceof TextResourceOrigin text && text.getResource() != null && text.getLocation() != null) {
            return "%s line %d".formatted(file(text.getResource()), text.getLocation().getLine() + 1);
        }
        if (origin != null) {
            return origin.toString();
        }
        if (source instanceof CommandLinePropertySource<?>) {
            return "an argument";
        }
        return ofTheProcess(source) ? "a system property" : source.getName();
    }

    private static boolean ofTheProcess(PropertySource<?> source) {
        return source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    private static String file(Resource resource) {
        return DESCRIPTION.matcher(resource.getDescription()).replaceFirst("$1");
    }

    private static PropertySource<?> copy(EnumerablePropertySource<?> source, Map<String, String> renamed) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : source.getPropertyNames()) {
            Object value = source.getProperty(name);
            if (value != null) {
                Origin origin = OriginLookup.getOrigin(source, name);
                properties.put(renamed.getOrDefault(name, name),
                        origin == null ? value : OriginTrackedValue.of(value, origin));
            }
        }
        return new OriginTrackedMapPropertySource(source.getName(), properties, true);
    }

    private void variables(SystemEnvironmentPropertySource source, ConfigurableEnvironment environment) {
        Map<String, Object> keys = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : source.getPropertyNames()) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (isBelowRoot(name)) {
                property(source, name, new HashMap<>());
            } else if (upper.startsWith(KnownProperties.VARIABLES)) {
                PropertyPath key = known.keyOf(name);
                if (key != null && known.find(key) instanceof Finding.Key(int from)) {
                    keys.put(key.before(from) + "[" + key.from(from) + "]",
                            String.valueOf(source.getProperty(name)));
                } else if (!known.hasVariable(name) && !OF_KUBERNETES.matcher(upper).matches()) {
                    unknown.add(name);
                }
            }
        }
        if (!keys.isEmpty()) {
            environment.getPropertySources().addBefore(source.getName(),
                    new MapPropertySource(source.getName() + " (keys of maps)", keys));
        }
        if (!unknown.isEmpty()) {
            judge(unknown, references(environment));
        }
    }

    private void judge(List<String> unknown, Set<String> references) {
        Set<String> names = new LinkedHashSet<>(references);
        known.names().forEach(name -> names.add(variable(name)));
        for (String name : unknown) {
            if (!references.contains(name)) {
                String meant = similar(name, names);
                if (meant == null) {
                    strangers.add(name);
                } else {
                    problems.put(name,
                            new FieldProblem(name, "an environment variable; did you mean %s?".formatted(meant)));
                }
            }
        }
    }

    private @Nullable String similar(String variable, Set<String> names) {
        for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
            if (variable.toUpperCase(Locale.ROOT).startsWith(variable(renamed.getKey()))) {
                return variable(renamed.getValue());
            }
        }
        String similar = new Spelling(names, Set.of()).similar(variable);
        if (similar != null) {
            return similar;
        }
        PropertyPath path = PropertyPath.of(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
        if (known.find(path) instanceof Finding.Unknown(int at, String element, _) && element != null) {
            String meant = variable(path.before(at) + "." + element
                    + (at + 1 < path.size() ? "." + path.from(at + 1) : ""));
            return known.hasVariable(meant) ? meant : null;
        }
        return null;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace("-", "").replaceAll("[.\\[]", "_").replace("]", "");
    }

    /// @return the variables that a property's value names, in whatever way: `${NAME}`, `env:NAME`, or as the name of a variable
    private static Set<String> references(ConfigurableEnvironment environment) {
        Set<String> found = new LinkedHashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed
                    && !(source instanceof SystemEnvironmentPropertySource)) {
                for (String name : listed.getPropertyNames()) {
                    if (listed.getProperty(name) instanceof CharSequence text) {
                        Matcher matcher = VARIABLE.matcher(text);
                        while (matcher.find()) {
                            found.add(matcher.group());
                        }
                    }
                }
            }
        }
        return found;
    }

    private void throwIfAny() {
        if (problems.isEmpty()) {
            return;
        }
        List<FieldProblem> shown = new ArrayList<>(problems.values().stream().limit(MOST_SHOWN).toList());
        if (problems.size() > MOST_SHOWN) {
            shown.add(new FieldProblem("…", "and %d more".formatted(problems.size() - MOST_SHOWN)));
        }
        throw new StartRefusedException("HALO knows no such properties:", shown,
                "Correct or remove each of these (docs/configuration.md has the names). What a plug-in reads, it declares: "
                        + "docs/library.md#properties-of-your-own.");
    }
}
