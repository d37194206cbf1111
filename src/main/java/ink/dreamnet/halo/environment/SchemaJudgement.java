package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Spelling;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.environment.schema.Schema;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Compares what variables an environment has with those that its schema names. All its sources were read.
final class SchemaJudgement {

    /// From so many unknown variables on, an example that names fewer than one in [#LEAST_SHARE] is no schema.
    private static final int MANY = 10;
    private static final int LEAST_SHARE = 3;

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
                boolean placeholder = rule.example() != VariableRule.Example.DEFAULT;
                findings.add(Finding.of(Codes.MISSING, placeholder ? unlike(rule) : Severity.LOW, rule.name(), null,
                        null, "is not set; %s has a %s for it".formatted(schemaFile,
                                placeholder ? "placeholder" : "value")));
            }
        } else if (fact == null && !succeeded.contains(rule.name())) {
            findings.add(Finding.of(Codes.MISSING, Severity.HIGH, rule.name(), null, null,
                    schemaFile == null ? reason : reason + " by " + schemaFile));
        } else if (fact != null && fact.empty()) {
            findings.add(Finding.at(Codes.EMPTY, Severity.HIGH, fact, reason + " and set to nothing"));
        }
    }

    /// One's own secret or password has no default that is good for production; whether what others issue is needed, the example does not tell.
    private Severity unlike(VariableRule rule) {
        if (!environment.production() || SecretNames.isPublic(rule.name())
                || UnusedServices.isOptional(schema, rule.name()) || UnusedServices.isAbsent(schema, facts, rule)) {
            return Severity.LOW;
        }
        boolean own = schema.sensitive(rule.name()) && !UnusedServices.issued(rule.name());
        return own || rule.example() == VariableRule.Example.PLACEHOLDER_WITH_PASSWORD
                ? Severity.MEDIUM
                : Severity.LOW;
    }

    /// An example that names few of the variables was not meant to name all.
    private boolean covers() {
        long known = facts.keySet().stream().filter(name -> schema.of(name) != null).count();
        long others = facts.size() - known;
        if (schema.origin() != Schema.Origin.EXAMPLE || others < MANY || known * LEAST_SHARE >= facts.size()) {
            return true;
        }
        if (environment.unknown() == UnknownVariables.REPORT) {
            findings.add(Finding.of(Codes.UNKNOWN, Severity.LOW, null, String.valueOf(environment.schemaFile()), null,
                    "names only %d of the %d variables that are set, so that it does not tell which are unknown"
                            .formatted(known, facts.size())));
        }
        return false;
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
        boolean covers = covers();
        Spelling spelling = new Spelling(schema.variables().keySet(), facts.keySet());
        for (Fact fact : facts.values()) {
            if (schema.of(fact.name()) == null) {
                String like = spelling.similar(fact.name());
                // beside the variable that it is like, it is one of several
                String similar = like != null && facts.containsKey(like) ? null : like;
                if (similar != null || covers && environment.unknown() == UnknownVariables.REPORT) {
                    findings.add(Finding.at(Codes.UNKNOWN, Severity.MEDIUM, fact, similar == null
                            ? "is not in the schema"
                            : "is not in the schema; did you mean %s?".formatted(similar)).instead(similar));
                }
            }
        }
    }
}
