package ink.dreamnet.halo.repo.scan;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.core.Budget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the checks that compare files, where a path of theirs has changed; of the others the facts of before still hold.
final class TreeCheckRun {

    private static final Logger LOG = LoggerFactory.getLogger(TreeCheckRun.class);
    /// How many files' facts one check may collect.
    private static final int FACTOR = 50;
    /// Of patterns that a repository has, for one check: some seconds.
    private static final long MOST_STEPS = 1_000_000_000;

    private final List<TreeCheck> checks;
    private final Set<TreeCheck> concerned = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private boolean left;

    TreeCheckRun(List<TreeCheck> checks) {
        this.checks = checks;
    }

    /// Learns of a path that was added, changed or removed.
    void changed(String path) {
        for (TreeCheck check : checks) {
            if (!concerned.contains(check) && concerns(check, path)) {
                concerned.add(check);
            }
        }
    }

    private static boolean concerns(TreeCheck check, String path) {
        try {
            return check.concerns(path);
        } catch (RuntimeException broken) {
            LOG.warn("{} failed at {}", Checks.name(check), path, broken);
            return true;
        }
    }

    /// @param known the facts of before
    /// @param filesLeft whether files are still to be read, so that comparing them has to wait
    void run(HeadTree tree, Map<String, FileFacts> known, boolean filesLeft, ScanRequest request, FindingSink sink,
            FactsFile.Writer out) throws IOException {
        for (TreeCheck check : checks) {
            if (tree.hasUnknown()) {
                // what it would miss may be in what cannot be read, which is reported
                continue;
            }
            FileFacts facts = concerned.contains(check) ? null : known.get(Checks.key(check));
            if (facts == null && (filesLeft || request.outOfTime().getAsBoolean())) {
                left = true;
                continue;
            }
            facts = facts == null ? check(check, tree) : facts;
            if (facts != null) {
                out.add(FactsFile.Entry.of(Checks.key(check), facts));
                sink.take(facts);
            }
        }
    }

    private @Nullable FileFacts check(TreeCheck check, HeadTree tree) throws IOException {
        FileFacts.Collector facts = new FileFacts.Collector(FACTOR).of(check);
        try (Budget _ = Budget.open(MOST_STEPS)) {
            check.check(tree, facts);
            return facts.facts();
        } catch (Blobs.DamagedException damage) {
            LOG.debug("{} met a damaged object", Checks.name(check), damage);
        } catch (RuntimeException | StackOverflowError | LinkageError broken) {
            LOG.warn("{} failed", Checks.name(check), broken);
        }
        failed.add(Checks.name(check));
        return null;
    }

    /// @return the names of the checks that failed
    Set<String> failed() {
        return failed;
    }

    /// @return whether some are still to be run
    boolean left() {
        return left;
    }
}
