package ink.dreamnet.halo.repo.scan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import ink.dreamnet.halo.code.Finding;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// One commit to be read.
///
/// @param repository where it is
/// @param tree its tree
/// @param home the directory that keeps what was read
/// @param analysis names this analysis; the findings are kept under it
/// @param removed the files of earlier commits
/// @param known what is damaged elsewhere, which is kept with the findings
/// @param again the ids of objects that were found to be damaged, so that what is known of their files does not hold
/// @param now for what a certificate is worth
/// @param excluded what an operator does not want reported
/// @param missingExpected whether missing objects are nothing wrong (a partial clone)
/// @param maxFileBytes larger files are not read
/// @param maxFiles a commit with more files is refused
/// @param outOfTime whether to stop reading; what was read is kept for the next time
public record ScanRequest(Repository repository, ObjectId tree, Path home, String analysis,
        RemovedPaths removed, List<Finding> known,
        Set<String> again, Instant now,
        Predicate<Finding> excluded, boolean missingExpected, int maxFileBytes, int maxFiles,
        BooleanSupplier outOfTime) {
}
