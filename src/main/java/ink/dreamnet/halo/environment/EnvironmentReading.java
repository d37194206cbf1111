package ink.dreamnet.halo.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.environment.dotenv.DotenvEntry;
import ink.dreamnet.halo.environment.dotenv.DotenvFile;
import ink.dreamnet.halo.environment.dotenv.DotenvParser;
import ink.dreamnet.halo.environment.dotenv.Interpolation;
import ink.dreamnet.halo.environment.dotenv.SecretText;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.SchemaProblem;
import ink.dreamnet.halo.environment.schema.TypeCheck;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Reads one environment once. Holds values for as long as that takes, and wipes them before anybody gets the outcome.
final class EnvironmentReading {

    /// Of the schema's patterns, and to find the names that were meant: half a second.
    private static final long MOST_STEPS = 100_000_000;

    private final WatchedEnvironment environment;
    private final AuditRun run;
    private final Schema schema;
    private final Map<String, Fingerprint> examples;
    private final ValueJudgement judgement;
    private final FileWithSecrets fileWithSecrets;
    private final BoundedReader reader;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Held> held = new TreeMap<>();
    private final Map<String, SecretText> known = new HashMap<>();
    private final List<SecretText> toWipe = new ArrayList<>();
    private boolean complete = true;
    private boolean undecided;
    private int present;

    /// A variable while its value is held.
    ///
    /// @param value null where it could not be made out
    /// @param raw whether that is what is written, because what it refers to is not known
    /// @param judged what the value is
    private record Held(String file, @Nullable Integer line, @Nullable SecretText value, boolean raw,
            ValueJudgement.Judged judged) {
    }

    private EnvironmentReading(WatchedEnvironment environment, AuditRun run) {
        this.environment = environment;
        this.run = run;
        this.reader = run.reader(environment);
        SchemaFiles.Loaded loaded = run.schemas().of(environment, reader);
        this.schema = loaded.schema();
        this.examples = loaded.examples();
        this.fileWithSecrets = new FileWithSecrets(environment.id(), run.git(), reader, findings, unknown, notes);
        this.judgement = new ValueJudgement(environment, schema, examples, run.hasher());
    }

    static Snapshot of(WatchedEnvironment environment, AuditRun run) {
        try (Budget _ = Budget.open(MOST_STEPS)) {
            return new EnvironmentReading(environment, run).read();
        }
    }

    private Snapshot read() {
        try {
            schema.problems().forEach(this::schemaInvalid);
            environment.sources().forEach(this::source);
            if (present == 0 && complete) {
                unreadable(String.join(", ", environment.sources().stream().map(Source::label).toList()),
                        "do not exist, not one of them");
            }
            Map<String, Fact> facts = facts();
            if (complete) {
                findings.addAll(judged(facts));
            } else {
                unknown.addAll(Codes.OF_SOURCES);
            }
            return new Snapshot(environment, schema, facts, List.copyOf(findings), Set.copyOf(unknown), complete,
                    List.copyOf(notes));
        } finally {
            toWipe.forEach(SecretText::wipe);
        }
    }

    private List<Finding> judged(Map<String, Fact> facts) {
        try {
            return SchemaJudgement.of(environment, schema, facts, run.hasher());
        } catch (Budget.ExhaustedException tooMuch) {
            schemaInvalid(new SchemaProblem(null, null, "comparing the variables with it " + tooMuch.getMessage()));
            return List.of();
        }
    }

    private void schemaInvalid(SchemaProblem problem) {
        String file = environment.schemaFile() == null ? null : environment.schemaFile().toString();
        findings.add(Finding.of(Codes.SCHEMA_INVALID, problem.severity(), null, file, problem.line(),
                problem.field() == null ? problem.message() : problem.field() + ": " + problem.message()));
        if (problem.severity() == Severity.HIGH) {
            unknown.addAll(Codes.OF_SCHEMA);
        }
    }

    private void source(Source source) {
        try {
            switch (source) {
                case Source.DotenvFile file -> dotenv(file);
                case Source.Directory directory -> directory(directory);
                case Source.Process process -> process(process);
            }
            present++;
        } catch (UnreadableException unreadable) {
            if (!source.optional() || !unreadable.isAbsent()) {
                unreadable(source.label(), unreadable.reason());
            }
        }
    }

    private void unreadable(String label, String reason) {
        complete = false;
        findings.add(Finding.of(Codes.UNREADABLE, Severity.HIGH, null, label, null, reason));
    }

    private void dotenv(Source.DotenvFile source) throws UnreadableException {
        char[] text = reader.text(source.path());
        DotenvFile file;
        try {
            file = DotenvParser.parse(text);
        } finally {
            Arrays.fill(text, '\0');
        }
        String label = source.label();
        file.problems().forEach(problem -> findings.add(Finding.of(Codes.MALFORMED,
                problem.minor() ? Severity.LOW : Severity.MEDIUM, problem.name(), label, problem.line(),
                problem.reason())));
        Map<String, Held> own = new LinkedHashMap<>();
        boolean secret = false;
        for (DotenvEntry entry : file.entries()) {
            Held now = read(entry, label);
            Held before = own.put(entry.name(), now);
            if (before != null) {
                duplicate(entry.name(), before, now);
            }
            secret |= now.judged().secret() != null;
            hold(entry.name(), now);
        }
        file.wipe();
        if (secret) {
            fileWithSecrets.exposed(source.path());
            fileWithSecrets.committed(source.path());
        }
    }

    private Held read(DotenvEntry entry, String label) {
        try {
            boolean expands = environment.interpolation() == InterpolationMode.EXPAND;
            Interpolation.Value value = Interpolation.value(entry, expands ? known : null);
            toWipe.add(value.value());
            if (!value.unset()) {
                return held(entry.name(), label, entry.line(), value.value(), false);
            }
            findings.add(Finding.of(Codes.MALFORMED, Severity.LOW, entry.name(), label, entry.line(),
                    "refers with a $ to a variable that is not set above it; where a $ is meant, put single quotes around the value"));
            // compared as it is written: what is empty for want of a name would make two of a kind
            SecretText written = Interpolation.value(entry, null).value();
            toWipe.add(written);
            return held(entry.name(), label, entry.line(), written, true);
        } catch (Interpolation.TooMuch tooMuch) {
            findings.add(Finding.of(Codes.MALFORMED, Severity.MEDIUM, entry.name(), label, entry.line(),
                    String.valueOf(tooMuch.getMessage())));
            unknown.addAll(Codes.OF_SOURCES);
            unknown.remove(Codes.MALFORMED);
            return new Held(label, entry.line(), null, false, new ValueJudgement.Judged(null, null));
        }
    }

    private Held held(String name, String file, @Nullable Integer line, SecretText value, boolean raw) {
        return new Held(file, line, value, raw, judgement.judge(name, value));
    }

    private void duplicate(String name, Held before, Held now) {
        boolean same = before.value() != null && now.value() != null
                && run.hasher().of(before.value()).equals(run.hasher().of(now.value()));
        findings.add(Finding.of(Codes.DUPLICATE, same ? Severity.LOW : Severity.MEDIUM, name, now.file(), now.line(),
                "is set before in line %d, to %s".formatted(before.line(), same ? "the same" : "something else")));
    }

    private void hold(String name, Held now) {
        held.put(name, now);
        if (now.value() == null || now.raw()) {
            known.remove(name);
        } else {
            known.put(name, now.value());
        }
    }

    private void directory(Source.Directory source) throws UnreadableException {
        new SecretDirectory(source.path(), reader, run.maxFiles()).visit(new SecretDirectory.Visitor() {
            @Override
            public void variable(String name, Path file, SecretText value) {
                toWipe.add(value);
                Held now = held(name, file.toString(), null, value, false);
                hold(name, now);
                if (now.judged().secret() != null) {
                    fileWithSecrets.committed(file);
                }
            }

            @Override
            public void misnamed(Path file) {
                findings.add(Finding.of(Codes.MALFORMED, Severity.MEDIUM, null, source.label(), null,
                        "has a file whose name no variable can have"));
            }

            @Override
            public void unreadable(Path file, UnreadableException why) {
                EnvironmentReading.this.unreadable(file.toString(), why.reason());
            }
        });
    }

    private void process(Source.Process source) {
        run.process().forEach((name, value) -> {
            boolean meant = source.names().contains(name) || schema.of(name) != null
                    || source.prefixes().stream().anyMatch(name::startsWith);
            if (meant) {
                SecretText text = new SecretText(value.toCharArray());
                toWipe.add(text);
                hold(name, held(name, source.label(), null, text, false));
            }
        });
    }

    private Map<String, Fact> facts() {
        Map<String, Fact> facts = new LinkedHashMap<>();
        held.forEach((name, variable) -> facts.put(name, fact(name, variable)));
        if (complete) {
            UnusedServices unused = new UnusedServices(schema, facts, examples);
            facts.forEach((name, fact) -> {
                Held variable = held.get(name);
                if (variable != null && variable.value() != null && variable.value().length() > 0) {
                    Severity most = unused.have(fact) ? Severity.LOW : Severity.CRITICAL;
                    valueFindings(fact, variable.value(), variable, facts)
                            .forEach(finding -> findings.add(finding.atMost(most)));
                    checkType(fact, variable.value(), variable);
                }
            });
        }
        return facts;
    }

    private Fact fact(String name, Held variable) {
        SecretText value = variable.value();
        KeptSecret secret = variable.judged().secret();
        return new Fact(name, variable.file(), variable.line(), value == null ? 0 : value.length(),
                secret != null || schema.sensitive(name), variable.judged().placeholder() != null, secret,
                value == null ? null : run.hasher().of(value));
    }

    private List<Finding> valueFindings(Fact fact, SecretText value, Held variable, Map<String, Fact> facts) {
        ValueJudgement.Placeholder placeholder = variable.judged().placeholder();
        return placeholder != null
                ? List.of(Finding.at(Codes.PLACEHOLDER, placeholder.severity(), fact, placeholder.reason()))
                : judgement.oddities(fact, value, facts);
    }

    private void checkType(Fact fact, SecretText value, Held variable) {
        VariableRule rule = schema.of(fact.name());
        if (rule == null || undecided || variable.raw() || variable.judged().placeholder() != null) {
            return;
        }
        try {
            String problem = TypeCheck.problem(rule, value);
            if (problem != null) {
                findings.add(Finding.at(Codes.WRONG_TYPE, Severity.HIGH, fact, problem));
            }
        } catch (TypeCheck.Undecided tooMuch) {
            undecided = true;
            schemaInvalid(new SchemaProblem(schema.lines().get(fact.name()), "variables." + fact.name() + ".pattern",
                    "takes too many steps on the value that is set, alone or with the patterns before it"));
        }
    }
}
