package ink.dreamnet.halo.repo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.repo.scan.CodeFindings;
import ink.dreamnet.halo.repo.scan.ScanResult;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// A repository as the API shows it: its definition with the defaults filled in. The members are those of [RepositorySpec],
/// besides:
///
/// @param managedBy `config` where only HALO's configuration can change it
/// @param updatedAt when it was last put; null for what configuration declares
/// @param analysis what HALO last saw of it; null in lists, and before the first inspection
/// @param status how it is
record RepositoryView(String id, ManagedBy managedBy, @Nullable String path, @Nullable String url,
        @Nullable String branch, RepositorySpec.@Nullable CredentialsSpec credentials,
        List<RepositorySpec.@Nullable ExcludeSpec> exclude, @Nullable Long staleAfterMs,
        List<RepositorySpec.@Nullable CheckSpec> checks, boolean optional, List<String> dependsOn,
        Map<String, String> labels, @Nullable Instant updatedAt, @Nullable AnalysisView analysis,
        @JsonUnwrapped SubjectStatus status) {

    /// What HALO last saw of a repository.
    ///
    /// @param status how far it got
    /// @param branch the branch that was inspected
    /// @param head the commit
    /// @param lookedAt when the repository was inspected
    /// @param fetchedAt when a remote repository was last fetched
    /// @param committedAt when the commit was made
    /// @param analyzedAt when the commit was read
    /// @param files how many files it has
    /// @param left how many of them are still to be read
    /// @param findings how many findings there are, by code
    /// @param counts what is counted (`todo`, `fixme`)
    /// @param baseline how many of it are allowed
    /// @param note what hindered the inspection
    record AnalysisView(Inspection.Status status, @Nullable String branch, @Nullable String head, Instant lookedAt,
            @Nullable Instant fetchedAt, @Nullable Instant committedAt, @Nullable Instant analyzedAt,
            @Nullable Integer files, @Nullable Integer left, Map<String, Integer> findings,
            @Nullable Map<String, Integer> counts, Map<String, Integer> baseline, @Nullable String note) {

        static AnalysisView of(Inspection seen, Map<String, Integer> baseline) {
            Map<String, Integer> findings = new TreeMap<>();
            seen.state().forEach(finding -> findings.merge(finding.code(), 1, Integer::sum));
            AnalysisRecord analysis = seen.analysis();
            if (analysis == null) {
                return new AnalysisView(seen.status(), seen.branch(), seen.head(), seen.inspectedAt(), seen.fetchedAt(),
                        null, null, null, null, findings, null, baseline, seen.note());
            }
            ScanResult scan = analysis.scan();
            for (CodeFindings code : scan.findings()) {
                findings.merge(code.code(), code.total(), Integer::sum);
            }
            return new AnalysisView(seen.status(), seen.branch(), seen.head(), seen.inspectedAt(), seen.fetchedAt(),
                    analysis.committedAt(), analysis.analyzedAt(), scan.files(), scan.left(), findings, scan.counts(),
                    baseline, seen.note());
        }
    }

    static RepositoryView of(WatchedRepository repository, @Nullable AnalysisView analysis,
            SubjectStatus status) {
        RepositorySpec spec = repository.spec();
        return new RepositoryView(repository.id(), repository.managedBy(), spec.path(), spec.url(), spec.branch(),
                spec.credentials(), spec.exclude() == null ? List.of() : spec.exclude(), spec.staleAfterMs(),
                spec.checks() == null ? List.of() : spec.checks(), repository.optional(),
                repository.dependsOn().stream().map(SubjectRef::toString).toList(), repository.labels(),
                repository.updatedAt(), analysis, status);
    }
}
