package ink.dreamnet.halo.repo.scan;

import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.core.Severity;

/// All findings of one code.
///
/// @param code what kind of finding
/// @param total how many there are
/// @param worst the worst severity among them
/// @param totalOfWorst how many have it
/// @param first some of them: the worst first, and of one severity in the order of paths
public record CodeFindings(String code, int total, Severity worst, int totalOfWorst, List<Finding> first) {
    public CodeFindings {
        first = List.copyOf(first);
    }
}
