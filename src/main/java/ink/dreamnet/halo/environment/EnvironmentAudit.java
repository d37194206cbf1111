package ink.dreamnet.halo.environment;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.analysis.AnalysisContext;
import ink.dreamnet.halo.analysis.AnalyzerResult;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.analysis.Recommendation;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.environment.schema.CrossRule;
import ink.dreamnet.halo.registry.Registered;
import org.springframework.stereotype.Component;

/// Reads environments and says what is wrong with each by itself, by its schema, and beside the others. Values are turned
/// into fingerprints while they are read; nothing else of them is kept.
@Component
class EnvironmentAudit {

    /// Kept of the deadline for the comparison.
    private static final Duration MARGIN = Duration.ofMillis(200);
    private static final int MAX_NOTES = 5;

    private final Fingerprints fingerprints;
    private final EnvironmentProperties properties;
    private final List<CrossRule> rules;
    private final ProcessVariables process;
    private final AllowedFiles allowed;
    private final Clock clock;

    EnvironmentAudit(Fingerprints fingerprints, EnvironmentProperties properties, ProcessVariables process,
            AllowedFiles allowed, Clock clock) {
        this.allowed = allowed;
        this.process = process;
        this.fingerprints = fingerprints;
        this.properties = properties;
        this.rules = properties.crossRules();
        this.clock = clock;
    }

    /// Audits the environments that the context includes.
    ///
    /// @param all all environments that are defined
    AnalyzerResult audit(Registered<WatchedEnvironment> all, AnalysisContext context) {
        NavigableMap<String, WatchedEnvironment> environments = all.definitions();
        List<String> wanted = environments.values().stream()
                .filter(environment -> context.includes(environment.subject())).map(WatchedEnvironment::id).toList();
        Map<String, Snapshot> snapshots = read(environments, needed(environments, wanted), context);
        Comparison comparison = compare(environments, snapshots);
        AnalyzerResult.Builder builder = AnalyzerResult.builder();
        Set<String> notes = new TreeSet<>();
        int unreached = 0;
        for (String id : wanted) {
            Snapshot snapshot = snapshots.get(id);
            if (snapshot == null) {
                unreached++;
                continue;
            }
            notes.addAll(snapshot.notes());
            report(builder, snapshot, comparison, all.unreadable().isEmpty() ? Set.of() : Codes.OF_OTHERS);
        }
        if (!wanted.isEmpty()) {
            notes.addAll(comparison.notes());
        }
        if (unreached > 0) {
            builder.note("%d of %d environments were not reached before the deadline".formatted(unreached,
                    wanted.size()));
        }
        all.unreadable(context.scope()).ifPresent(builder::note);
        notes.stream().limit(MAX_NOTES).forEach(builder::note);
        if (notes.size() > MAX_NOTES) {
            builder.note("and %d remarks more".formatted(notes.size() - MAX_NOTES));
        }
        return builder.build();
    }

    /// A scoped cycle also reads what the named environments are compared with.
    private Set<String> needed(NavigableMap<String, WatchedEnvironment> environments, List<String> wanted) {
        if (wanted.size() == environments.size()) {
            return environments.keySet();
        }
        Set<String> needed = new LinkedHashSet<>(wanted);
        Set<String> groups = new HashSet<>();
        wanted.forEach(id -> {
            WatchedEnvironment environment = environments.get(id);
            if (environment != null && environment.group() != null) {
                groups.add(environment.group());
            }
        });
        environments.values().stream().filter(environment -> groups.contains(String.valueOf(environment.group())))
                .forEach(environment -> needed.add(environment.id()));
        for (CrossRule rule : rules) {
            List<String> covered = covered(rule, environments.keySet());
            if (covered.stream().anyMatch(wanted::contains)) {
                needed.addAll(covered);
            }
        }
        return needed;
    }

    private Map<String, Snapshot> read(Map<String, WatchedEnvironment> environments, Set<String> needed,
            AnalysisContext context) {
        Map<String, Snapshot> snapshots = new LinkedHashMap<>();
        Fingerprints.Hasher hasher = fingerprints.hasher();
        try (AuditRun run = new AuditRun(properties, hasher, new SchemaFiles(hasher), new GitTracking(),
                allowed, process.all())) {
            for (String id : needed) {
                WatchedEnvironment environment = environments.get(id);
                if (environment != null && clock.instant().isBefore(context.deadline().minus(MARGIN))
                        && !Thread.currentThread().isInterrupted()) {
                    snapshots.put(id, EnvironmentReading.of(environment, run));
                }
            }
        }
        return snapshots;
    }

    private Comparison compare(NavigableMap<String, WatchedEnvironment> environments, Map<String, Snapshot> snapshots) {
        Comparison comparison = new Comparison(snapshots);
        Map<String, List<String>> groups = new TreeMap<>();
        environments.values().forEach(environment -> {
            if (environment.group() != null) {
                groups.computeIfAbsent(environment.group(), any -> new ArrayList<>()).add(environment.id());
            }
        });
        Map<String, Set<CrossRule>> ofSchemas = new HashMap<>();
        groups.forEach((group, ids) -> {
            comparison.group(ids, properties.productionSecretsDiffer());
            ids.forEach(id -> {
                Snapshot snapshot = snapshots.get(id);
                if (snapshot != null) {
                    ofSchemas.computeIfAbsent(group, any -> new LinkedHashSet<>()).addAll(snapshot.schema().rules());
                }
            });
        });
        ofSchemas.forEach((group, own) -> own.forEach(rule -> apply(comparison, rule,
                covered(rule, groups.getOrDefault(group, List.of())), environments)));
        rules.forEach(rule -> apply(comparison, rule, covered(rule, environments.keySet()), environments));
        return comparison;
    }

    private static void apply(Comparison comparison, CrossRule rule, List<String> ids,
            Map<String, WatchedEnvironment> environments) {
        ids.stream().filter(id -> !environments.containsKey(id)).forEach(id -> comparison.note(
                "a rule (%s) names the environment %s, which is not defined".formatted(rule.kind().wire(), id)));
        comparison.rule(rule, ids.stream().filter(environments::containsKey).toList());
    }

    private static List<String> covered(CrossRule rule, Collection<String> ids) {
        return rule.environments().isEmpty() ? List.copyOf(ids) : rule.environments();
    }

    /// @param unsaid the codes of which nothing can be said, because nobody knows what some environments are
    private static void report(AnalyzerResult.Builder builder, Snapshot snapshot, Comparison comparison,
            Set<String> unsaid) {
        SubjectRef subject = snapshot.environment().subject();
        List<Finding> findings = new ArrayList<>(snapshot.findings());
        findings.addAll(comparison.findings(snapshot.id()));
        List<Issue> issues = EnvironmentIssues.of(subject, findings);
        issues.forEach(builder::issue);
        if (issues.stream().anyMatch(issue -> issue.severity().atLeast(Severity.MEDIUM))) {
            builder.recommendation(new Recommendation("sync-environment",
                    "Put environment %s right".formatted(snapshot.id()), subject.toString(),
                    Map.of("codes", issues.stream().map(Issue::code).toList())));
        }
        builder.measured(subject, Map.of("variables", snapshot.facts().size(), "complete", snapshot.complete()));
        builder.observedExcept(subject, snapshot.unknown()).observedExcept(subject, comparison.unknown(snapshot.id()))
                .observedExcept(subject, unsaid);
    }
}
