package ink.dreamnet.halo.repo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Definition;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.repo.own.OwnCheck;
import org.jspecify.annotations.Nullable;

/// A repository that HALO watches: checked, parsed and ready to be inspected.
///
/// @param subject the repository as a subject of the cycle
/// @param spec its definition as it was given
/// @param path where it is on this machine; null where it is remote
/// @param url where it is; null where it is on this machine
/// @param exclude findings that are not reported
/// @param staleAfter how long nobody may commit; null means for ever
/// @param checks commands that must succeed
/// @param dependsOn the subjects that it depends on
/// @param labels names and values that silences and reports can match
/// @param managedBy who manages its definition
/// @param updatedAt when it was last put; null for what configuration declares
record WatchedRepository(SubjectRef subject, RepositorySpec spec, @Nullable Path path, @Nullable URI url,
        List<Exclusion> exclude, @Nullable Duration staleAfter, List<OwnCheck> checks, List<SubjectRef> dependsOn,
        Map<String, String> labels, ManagedBy managedBy, @Nullable Instant updatedAt)
        implements
            Definition<RepositorySpec> {

    boolean excludes(Finding finding) {
        return exclude.stream().anyMatch(exclusion -> exclusion.covers(finding));
    }

    boolean optional() {
        return Boolean.TRUE.equals(spec.optional());
    }

    /// @return what distinguishes this source from another that may have had the same id
    String source() {
        return (path == null ? String.valueOf(url) : path.toAbsolutePath().normalize().toString()) + "#"
                + (spec.branch() == null ? "" : spec.branch());
    }
}
