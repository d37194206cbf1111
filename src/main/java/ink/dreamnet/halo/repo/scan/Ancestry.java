package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Whether a commit was made on top of another one.
enum Ancestry {

    /// It was, or is that one.
    ON_TOP,
    /// It was not: the other one is of another branch, or was taken back.
    ELSEWHERE,
    /// The history between the two is not there (a shallow clone), cannot be read, or is too long.
    UNKNOWN;

    private static final int MOST_COMMITS = 50_000;
    /// How far clocks of those who commit are apart, in seconds: older commits than the one looked for need not be looked at.
    private static final int SKEW = 24 * 60 * 60;

    /// Walks back from a commit to the time of the other one.
    static Ancestry of(Repository repository, ObjectId head, ObjectId earlier, BooleanSupplier outOfTime) {
        if (head.equals(earlier)) {
            return ON_TOP;
        }
        try (RevWalk commits = new RevWalk(repository)) {
            commits.setRetainBody(false);
            Set<ObjectId> cut = commits.getObjectReader().getShallowCommits();
            if (!commits.getObjectReader().has(earlier)) {
                return cut.isEmpty() ? ELSEWHERE : UNKNOWN;
            }
            long until = (long) commits.parseCommit(earlier).getCommitTime() - SKEW;
            commits.markStart(commits.parseCommit(head));
            boolean whole = true;
            int left = MOST_COMMITS;
            for (RevCommit commit = commits.next(); commit != null
                    && commit.getCommitTime() >= until; commit = commits.next()) {
                if (commit.equals(earlier)) {
                    return ON_TOP;
                }
                whole &= !cut.contains(commit);
                if (--left == 0 || outOfTime.getAsBoolean()) {
                    return UNKNOWN;
                }
            }
            return whole ? ELSEWHERE : UNKNOWN;
        } catch (IOException | RuntimeException unreadable) {
            // JGit's parsers throw what they like where an object is not what it says
            return UNKNOWN;
        }
    }
}
