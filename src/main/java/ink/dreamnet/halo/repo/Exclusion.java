package ink.dreamnet.halo.repo;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Glob;
import org.jspecify.annotations.Nullable;

/// Findings that an operator does not want reported.
///
/// @param code their code; null means every code
/// @param path matches their paths; null means every path
record Exclusion(@Nullable String code, @Nullable Glob path) {

    boolean covers(Finding finding) {
        return (code == null || code.equals(finding.code()))
                && (path == null || path.matches(finding.path()));
    }
}
