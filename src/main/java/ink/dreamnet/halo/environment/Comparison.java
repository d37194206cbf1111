package ink.dreamnet.halo.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.core.Budget;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.environment.schema.CrossRule;
import ink.dreamnet.halo.environment.schema.VariableRule;
import org.jspecify.annotations.Nullable;

/// Compares environments with each other: the drift within a group, secrets of production elsewhere, and the rules.
final class Comparison {

    /// From this length on, the same value under the same name in two environments is no accident.
    private static final int SECRET_LENGTH = 8;
    /// The same under another name.
    private static final int UNMISTAKABLE_LENGTH = 16;
    /// What lacks fewer may be of a few variables only.
    private static final int LEAST_MISSING = 5;
    /// To find the variables of one rule.
    private static final long MOST_STEPS = 10_000_000;

    private final Map<String, Snapshot> snapshots;
    private final Map<String, List<Finding>> findings = new HashMap<>();
    private final Map<String, Set<String>> unknown = new HashMap<>();
    private final Set<String> notes = new TreeSet<>();

    /// @param snapshots the environments that were read, by id, in the order of the ids
    Comparison(Map<String, Snapshot> snapshots) {
        this.snapshots = snapshots;
    }

    List<Finding> findings(String id) {
        return findings.getOrDefault(id, List.of());
    }

    /// @return the codes of which nothing can be said, because another environment was not seen
    Set<String> unknown(String id) {
        return unknown.getOrDefault(id, Set.of());
    }

    Set<String> notes() {
        return notes;
    }

    void note(String remark) {
        notes.add(remark);
    }

    /// Compares the environments of one group.
    ///
    /// @param ids all of the group, seen or not
    void group(List<String> ids, boolean secretsDiffer) {
        List<Snapshot> seen = seen(ids);
        if (seen.size() < ids.size()) {
            ids.forEach(id -> unknown(id, Codes.DRIFT));
            ids.forEach(id -> unknown(id, Codes.NOT_DIFFERENT));
        }
        Map<String, List<String>> having = new TreeMap<>();
        seen.forEach(snapshot -> snapshot.facts().keySet()
                .forEach(name -> having.computeIfAbsent(name, any -> new ArrayList<>()).add(snapshot.id())));
        Set<String> strangers = strangers(seen, having);
        having.values().forEach(owners -> owners.removeAll(strangers));
        having.values().removeIf(owners -> owners.isEmpty() || owners.size() == seen.size() - strangers.size());
        seen.stream().filter(snapshot -> !strangers.contains(snapshot.id()))
                .forEach(snapshot -> drift(snapshot, having));
        if (secretsDiffer) {
            secretsOfProduction(seen);
        }
    }

    /// Finds those that are no stage of what the others are, but of something else: of the names of the smaller one of any two, at most
    /// half are those of the other. What they lack is no drift; one finding says it for all.
    ///
    /// @param having the environments that have a variable, by variable
    private Set<String> strangers(List<Snapshot> seen, Map<String, List<String>> having) {
        Map<String, Snapshot> byId = new HashMap<>();
        seen.forEach(snapshot -> byId.put(snapshot.id(), snapshot));
        Set<String> strangers = new HashSet<>();
        for (Snapshot snapshot : seen) {
            long missing = having.keySet().stream().filter(name -> isDrift(snapshot, name)).limit(LEAST_MISSING)
                    .count();
            if (missing == LEAST_MISSING && isStranger(snapshot, byId, having)) {
                strangers.add(snapshot.id());
                add(snapshot, Finding.of(Codes.DRIFT, Severity.LOW, null, null, null,
                        "shares at most half of its variables with any of the others (%s), so that they are not compared"
                                .formatted(names(seen.stream().map(Snapshot::id)
                                        .filter(id -> !id.equals(snapshot.id())).toList()))));
            }
        }
        return strangers;
    }

    private static boolean isStranger(Snapshot snapshot, Map<String, Snapshot> others,
            Map<String, List<String>> having) {
        Map<String, Integer> shared = new HashMap<>();
        int own = snapshot.facts().size();
        for (String name : snapshot.facts().keySet()) {
            for (String other : having.getOrDefault(name, List.of())) {
                Snapshot owner = others.get(other);
                if (owner != null && owner != snapshot
                        && 2 * shared.merge(other, 1, Integer::sum) > Math.min(own, owner.facts().size())) {
                    return false;
                }
            }
        }
        return true;
    }

    /// @param having the environments that have a variable, by the variables that not all have
    private void drift(Snapshot snapshot, Map<String, List<String>> having) {
        having.forEach((name, ids) -> {
            if (isDrift(snapshot, name)) {
                add(snapshot, Finding.of(Codes.DRIFT,
                        snapshot.schema().of(name) == null ? Severity.MEDIUM : Severity.LOW, name, null, null,
                        "is set in %s".formatted(names(ids))).with(List.copyOf(ids)));
            }
        });
    }

    /// @return whether an environment lacks a variable that another has, and its schema says nothing about that, which would be said
    ///         by the schema's own codes
    private static boolean isDrift(Snapshot snapshot, String name) {
        if (snapshot.facts().containsKey(name)) {
            return false;
        }
        VariableRule rule = snapshot.schema().of(name);
        return rule == null || !rule.required() && rule.requiredWhen() == null && rule.deprecatedBy() == null
                && rule.defaultValue() == null && !rule.listed();
    }

    private void secretsOfProduction(List<Snapshot> group) {
        Map<Fingerprint, Map<String, Set<String>>> secrets = new HashMap<>();
        for (Snapshot snapshot : group) {
            if (snapshot.environment().production()) {
                snapshot.facts().values().forEach(fact -> {
                    KeptSecret secret = fact.secret();
                    if (secret != null && secret.length() >= SECRET_LENGTH) {
                        secrets.computeIfAbsent(secret.fingerprint(), any -> new TreeMap<>())
                                .computeIfAbsent(fact.name(), any -> new TreeSet<>()).add(snapshot.id());
                    }
                });
            }
        }
        for (Snapshot snapshot : group) {
            if (!snapshot.environment().production()) {
                snapshot.facts().values().forEach(fact -> {
                    KeptSecret secret = fact.comparedSecret();
                    if (secret == null || secret.length() < SECRET_LENGTH) {
                        return;
                    }
                    Map<String, Set<String>> names = secrets.getOrDefault(secret.fingerprint(), Map.of());
                    Set<String> same = names.get(fact.name());
                    if (same != null) {
                        secretOfProduction(snapshot, fact, fact.name(), same);
                    } else if (!names.isEmpty() && secret.length() >= UNMISTAKABLE_LENGTH) {
                        String other = names.keySet().iterator().next();
                        secretOfProduction(snapshot, fact, other, names.getOrDefault(other, Set.of()));
                    }
                });
            }
        }
    }

    private void secretOfProduction(Snapshot snapshot, Fact fact, String name, Set<String> production) {
        List<String> ids = List.copyOf(production);
        add(snapshot, Finding.at(Codes.NOT_DIFFERENT, Severity.CRITICAL, fact, "has the secret that %s in %s has"
                .formatted(name, names(ids))).with(ids));
    }

    /// Applies a rule.
    ///
    /// @param ids the environments that it covers, in its order, seen or not
    void rule(CrossRule rule, List<String> ids) {
        String code = switch (rule.kind()) {
            case MUST_EQUAL -> Codes.NOT_EQUAL;
            case MUST_DIFFER -> Codes.NOT_DIFFERENT;
            case MUST_EXIST -> Codes.NOT_EVERYWHERE;
        };
        List<Snapshot> seen = seen(ids);
        if (seen.size() < ids.size()) {
            ids.forEach(id -> unknown(id, code));
        }
        Set<String> names;
        try (Budget _ = Budget.open(MOST_STEPS)) {
            names = variables(rule, seen);
        } catch (Budget.ExhaustedException tooMuch) {
            ids.forEach(id -> unknown(id, code));
            note("a rule (%s) with %d variables %s".formatted(rule.kind().wire(), rule.variables().size(),
                    tooMuch.getMessage()));
            return;
        }
        for (String name : names) {
            switch (rule.kind()) {
                case MUST_EQUAL -> mustEqual(name, seen);
                case MUST_DIFFER -> mustDiffer(name, seen, rule.names().isEmpty());
                case MUST_EXIST -> mustExist(name, seen);
            }
        }
    }

    private void mustEqual(String name, List<Snapshot> seen) {
        List<Snapshot> having = seen.stream().filter(snapshot -> comparable(snapshot, name) != null).toList();
        if (having.size() < 2) {
            return;
        }
        Snapshot measure = having.stream().filter(snapshot -> snapshot.environment().production()).findFirst()
                .orElse(having.getFirst());
        Fact wanted = comparable(measure, name);
        for (Snapshot snapshot : having) {
            Fact fact = comparable(snapshot, name);
            if (fact != null && wanted != null && !Objects.equals(fact.fingerprint(), wanted.fingerprint())) {
                add(snapshot, Finding.at(Codes.NOT_EQUAL, Severity.HIGH, fact,
                        "must have the same value as in %s, and has not".formatted(measure.id()))
                        .with(List.of(measure.id())));
            }
        }
    }

    /// @param secrets whether it is about secrets only: then the same password in two different URLs is the same
    private void mustDiffer(String name, List<Snapshot> seen, boolean secrets) {
        Map<Fingerprint, List<Snapshot>> byValue = new LinkedHashMap<>();
        for (Snapshot snapshot : seen) {
            Fact fact = comparable(snapshot, name);
            Fingerprint value = fact == null
                    ? null
                    : !secrets ? fact.fingerprint() : fact.secret() == null ? null : fact.secret().fingerprint();
            if (value != null) {
                byValue.computeIfAbsent(value, any -> new ArrayList<>()).add(snapshot);
            }
        }
        byValue.values().stream().filter(same -> same.size() > 1).forEach(same -> {
            boolean production = same.stream().anyMatch(snapshot -> snapshot.environment().production());
            boolean others = same.stream().anyMatch(snapshot -> !snapshot.environment().production());
            for (Snapshot snapshot : same) {
                Fact fact = comparable(snapshot, name);
                if (fact != null && !(production && others && snapshot.environment().production())) {
                    List<String> ids = same.stream().filter(other -> other != snapshot).map(Snapshot::id).toList();
                    add(snapshot, Finding.at(Codes.NOT_DIFFERENT,
                            production && fact.sensitive() ? Severity.CRITICAL : Severity.HIGH, fact,
                            "must differ from %s, and does not".formatted(names(ids))).with(ids));
                }
            }
        });
    }

    private void mustExist(String name, List<Snapshot> seen) {
        for (Snapshot snapshot : seen) {
            if (!snapshot.facts().containsKey(name)) {
                List<String> ids = seen.stream().filter(other -> other.facts().containsKey(name)).map(Snapshot::id)
                        .toList();
                add(snapshot, Finding.of(Codes.NOT_EVERYWHERE, Severity.HIGH, name, null, null,
                        ids.isEmpty()
                                ? "must be set, and is set nowhere"
                                : "must be set as it is in %s".formatted(names(ids)))
                        .with(ids));
            }
        }
    }

    private static Set<String> variables(CrossRule rule, List<Snapshot> seen) {
        Set<String> names = new TreeSet<>();
        rule.variables().stream().filter(name -> name.indexOf('*') < 0).forEach(names::add);
        List<Glob> wanted = rule.names();
        for (Snapshot snapshot : seen) {
            for (Fact fact : snapshot.facts().values()) {
                if (wanted.isEmpty()
                        ? fact.secret() != null
                        : wanted.stream().anyMatch(name -> name.matches(fact.name()))) {
                    names.add(fact.name());
                }
            }
        }
        return names;
    }

    private static @Nullable Fact comparable(Snapshot snapshot, String name) {
        Fact fact = snapshot.facts().get(name);
        return fact != null && fact.comparable() ? fact : null;
    }

    /// @return the environments whose variables are known
    private List<Snapshot> seen(List<String> ids) {
        List<Snapshot> seen = new ArrayList<>();
        for (String id : new LinkedHashSet<>(ids)) {
            Snapshot snapshot = snapshots.get(id);
            if (snapshot != null && snapshot.complete()) {
                seen.add(snapshot);
            }
        }
        return seen;
    }

    private void unknown(String id, String code) {
        unknown.computeIfAbsent(id, any -> new HashSet<>()).add(code);
    }

    /// A thing that two rules say is one finding.
    private void add(Snapshot snapshot, Finding finding) {
        List<Finding> own = findings.computeIfAbsent(snapshot.id(), any -> new ArrayList<>());
        for (int i = 0; i < own.size(); i++) {
            Finding other = own.get(i);
            if (other.code().equals(finding.code()) && String.valueOf(other.variable()).equals(finding.variable())) {
                if (finding.severity().compareTo(other.severity()) > 0) {
                    own.set(i, finding);
                }
                return;
            }
        }
        own.add(finding);
    }

    private static String names(List<String> ids) {
        return ids.size() <= 3
                ? String.join(", ", ids)
                : "%s and %d more".formatted(String.join(", ",
                        ids.subList(0, 3)), ids.size() - 3);
    }
}
