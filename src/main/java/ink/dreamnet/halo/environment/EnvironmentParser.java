package ink.dreamnet.halo.environment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.VariableForm;
import ink.dreamnet.halo.environment.schema.VariableRule;
import ink.dreamnet.halo.registry.CommonFields;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import org.jspecify.annotations.Nullable;

/// Turns what someone wrote into a [WatchedEnvironment], or says everything that is wrong with it.
final class EnvironmentParser {

    private static final int MAX_SOURCES = 16;
    private static final int MAX_VARIABLES = 1000;
    private static final int MAX_PATH = 1000;
    /// To read the patterns of one schema.
    private static final long MOST_STEPS = 100_000_000;
    private static final Pattern PRODUCTION = Pattern
            .compile("(?i)(?:.*[-_.:/])?(?:prod|production|live)(?:[-_.:/].*)?");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    private final Problems problems = new Problems();
    private final EnvironmentSpec spec;
    private final AllowedFiles files;

    /// @param files those that it may read
    EnvironmentParser(EnvironmentSpec spec, AllowedFiles files) {
        this.spec = spec;
        this.files = files;
    }

    /// @param schemaOptional whether the environment is well without the file of its schema
    WatchedEnvironment parse(String id, ManagedBy managedBy, @Nullable Instant updatedAt, boolean schemaOptional) {
        SubjectRef subject = CommonFields.subject(problems, SubjectKind.ENVIRONMENT, id, spec.id());
        Path schemaFile = spec.schema() == null ? null : path("schema", spec.schema());
        Schema schema = inlineSchema();
        if (spec.schema() != null && spec.variables() != null) {
            problems.add("variables", "is a second schema; give either schema or variables");
        }
        List<Source> sources = sources();
        String written = spec.unknown();
        UnknownVariables unknown = written == null
                ? UnknownVariables.REPORT
                : problems.attempt("unknown", () -> Wire.parse(UnknownVariables.class, "unknown", written));
        String replaced = spec.interpolation();
        InterpolationMode interpolation = replaced == null
                ? InterpolationMode.EXPAND
                : problems.attempt("interpolation",
                        () -> Wire.parse(InterpolationMode.class, "interpolation", replaced));
        if (spec.group() != null && !GROUP.matcher(spec.group()).matches()) {
            problems.add("group", "is not a group's name: 1 to 100 letters, digits, and . _ / -");
        }
        List<SubjectRef> dependsOn = CommonFields.dependsOn(problems, subject, spec.dependsOn());
        Map<String, String> labels = CommonFields.labels(problems, spec.labels());
        problems.throwIfAny();
        String group = spec.group() != null
                ? "group " + spec.group()
                : schemaFile == null ? null : "schema " + schemaFile.toAbsolutePath().normalize();
        return new WatchedEnvironment(Objects.requireNonNull(subject), spec.withoutId(), sources, schemaFile,
                schemaOptional, schema, Objects.requireNonNull(unknown),
                Objects.requireNonNull(interpolation), group,
                spec.production() == null ? PRODUCTION.matcher(id).matches() : spec.production(), dependsOn, labels,
                managedBy, updatedAt);
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        List<@Nullable SourceSpec> given = spec.sources() == null ? List.of() : spec.sources();
        if (given.isEmpty()) {
            problems.add("sources",
                    "is missing: where do its variables come from? Give at least one file, directory or process");
        }
        problems.limit("sources", given.size(), MAX_SOURCES);
        for (int i = 0; i < given.size(); i++) {
            String at = "sources[%d]".formatted(i);
            SourceSpec source = given.get(i);
            if (source == null) {
                problems.add(at, "is empty");
                continue;
            }
            Source read = source(at, source);
            if (read != null) {
                sources.add(read);
            }
        }
        return List.copyOf(sources);
    }

    private @Nullable Source source(String at, SourceSpec source) {
        boolean process = Boolean.TRUE.equals(source.process());
        if ((source.file() == null ? 0 : 1) + (source.directory() == null ? 0 : 1) + (process ? 1 : 0) != 1) {
            problems.add(at, "must have exactly one of file, directory, and process (true)");
            return null;
        }
        boolean optional = Boolean.TRUE.equals(source.optional());
        if (!process && (source.names() != null || source.prefixes() != null)) {
            problems.add(at, "names and prefixes have a meaning for process only");
        }
        if (process) {
            return process(at, source, optional);
        }
        if (source.file() != null) {
            Path path = path(at + ".file", source.file());
            return path == null ? null : new Source.DotenvFile(path, optional);
        }
        Path path = path(at + ".directory", Objects.requireNonNull(source.directory()));
        return path == null ? null : new Source.Directory(path, optional);
    }

    private Source process(String at, SourceSpec source, boolean optional) {
        if (files != AllowedFiles.ANY) {
            problems.add(at + ".process", "can be named in HALO's configuration only, because HALO's own secrets are "
                    + "there and a schema can ask about them letter by letter");
        }
        Set<String> names = new TreeSet<>();
        problems.each(at + ".names", source.names(), MAX_VARIABLES, (field, name) -> names.add(name));
        Set<String> prefixes = new TreeSet<>();
        problems.each(at + ".prefixes", source.prefixes(), CommonFields.MAX_ENTRIES,
                (field, prefix) -> prefixes.add(prefix));
        if (optional) {
            problems.add(at + ".optional", "has no meaning for process");
        }
        if (names.isEmpty() && prefixes.isEmpty() && spec.schema() == null && spec.variables() == null) {
            problems.add(at, "needs names, prefixes or a schema that say which variables of the process are meant");
        }
        return new Source.Process(names, List.copyOf(prefixes));
    }

    private @Nullable Path path(String field, String written) {
        if (written.isBlank() || written.length() > MAX_PATH || written.chars().anyMatch(Character::isISOControl)) {
            problems.add(field, "is not a path of 1 to %d characters".formatted(MAX_PATH));
            return null;
        }
        try {
            Path path = Path.of(written);
            return problems.attempt(field, () -> {
                files.require(field, path);
                return path;
            });
        } catch (InvalidPathException wrong) {
            problems.add(field, "'%s' is not a path".formatted(written));
            return null;
        }
    }

    private Schema inlineSchema() {
        List<@Nullable VariableForm> forms = spec.variables();
        if (forms == null) {
            return Schema.NONE;
        }
        problems.limit("variables", forms.size(), MAX_VARIABLES);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            return new Schema(rules(forms), Map.of(), List.of(), List.of(), Schema.Origin.DECLARED);
        }
    }

    private Map<String, VariableRule> rules(List<@Nullable VariableForm> forms) {
        Map<String, VariableRule> variables = new LinkedHashMap<>();
        for (int i = 0; i < forms.size(); i++) {
            String at = "variables[%d]".formatted(i);
            VariableForm form = forms.get(i);
            if (form == null) {
                problems.add(at, "is empty");
                continue;
            }
            VariableRule rule = form.rule((field, message) -> problems.add(at + "." + field, message));
            if (rule != null && variables.put(rule.name(), rule) != null) {
                problems.add(at + ".name", "'%s' is there twice".formatted(rule.name()));
            }
        }
        return Map.copyOf(variables);
    }
}
