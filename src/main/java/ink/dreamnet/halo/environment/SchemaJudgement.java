package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Spelling;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Compares what variables an environment has with those that its schema names. All its sources were read.
final class SchemaJudgement {

    private final WatchedEnvironment environment;
    private final Schema schema;
    private final Map<String, Fact> facts;
    private final Fingerprints.Hasher hasher;
    private final List<Finding> findings = new ArrayList<>();

    private SchemaJudgement(WatchedEnvironment environment, Schema schema, Map<String, Fact> facts,
            Fingerprints.Hasher hasher) {
        this.environment = environment;
        this.schema = schema;
        this.facts = facts;
        this.hasher = hasher;
    }

    static List<Finding> of(WatchedEnvironment environment, Schema schema, Map<String, Fact> facts,
            Fingerprints.Hasher hasher) {
        return new SchemaJudgement(environment, schema, facts, hasher).judge();
    }

    private List<Finding> judge() {
        if (!schema.exists() || schema.variables().isEmpty()) {
            return findings;
        }
        Set<String> succeeded = new HashSet<>();
        for (VariableRule rule : schema.variables().values()) {
            Fact fact = facts.get(rule.name());
            if (fact != null && rule.deprecatedBy() != null) {
                succeeded.add(rule.deprecatedBy());
                deprecated(fact, rule.deprecatedBy());
            }
        }
        for (VariableRule rule : schema.variables().values()) {
            required(rule, succeeded);
        }
        unknown();
        return findings;
    }

    private void deprecated(Fact fact, String successor) {
        boolean both = facts.containsKey(successor);
        findings.add(Finding.at(Codes.DEPRECATED, both ? Severity.LOW : Severity.MEDIUM, fact,
                "is deprecated by %s, which is %s".formatted(successor, both ? "set too" : "not set"))
                .instead(successor));
    }

    private void required(VariableRule rule, Set<String> succeeded) {
        String reason = reason(rule);
        Fact fact = facts.get(rule.name());
        String schemaFile = environment.schemaFile() == null ? null : environment.schemaFile().toString();
        if (reason == null) {
            if (fact == null && rule.listed()) {
                findings.add(Finding.of(Codes.MISSING, Severity.LOW, rule.name(), null, null,
                        "is not set; %s has a value for it".formatted(schemaFile)));
            }
        } else if (fact == null && !succeeded.contains(rule.name())) {
            findings.add(Finding.of(Codes.MISSING, Severity.HIGH, rule.name(), null, null,
                    schemaFile == null ? reason : reason + " by " + schemaFile));
        } else if (fact != null && fact.empty()) {
            findings.add(Finding.at(Codes.EMPTY, Severity.HIGH, fact, reason + " and set to nothing"));
        }
    }

    /// @return why a variable must be set; null where it need not be
    private @Nullable String reason(VariableRule rule) {
        if (rule.required()) {
            return "is required";
        }
        VariableRule.When when = rule.requiredWhen();
        if (when == null) {
            return null;
        }
        Fact other = facts.get(when.variable());
        VariableRule otherRule = schema.of(when.variable());
        String otherDefault = otherRule == null ? null : otherRule.defaultValue();
        if (other == null && otherDefault == null || other != null && (other.length() == 0)) {
            return null;
        }
        if (when.equals() == null) {
            return "is required where %s is set".formatted(when.variable());
        }
        boolean holds = other == null
                ? when.equals().equals(otherDefault)
                : Objects.equals(hasher.of(when.equals()), other.fingerprint());
        return holds ? "is required where %s has the value that the schema names".formatted(when.variable()) : null;
    }

    private void unknown() {
        if (environment.unknown() == UnknownVariables.ALLOW) {
            return;
        }
        Spelling spelling = new Spelling(schema.variables().keySet(), facts.keySet());
        for (Fact fact : facts.values()) {
            if (schema.of(fact.name()) == null) {
                String similar = spelling.similar(fact.name());
                if (similar != null || environment.unknown() == UnknownVariables.REPORT) {
                    findings.add(Finding.at(Codes.UNKNOWN, Severity.MEDIUM, fact, similar == null
                            ? "is not in the schema"
                            : "is not in the schema; did you mean %s?".formatted(similar)).instead(similar));
                }
            }
        }
    }
}
