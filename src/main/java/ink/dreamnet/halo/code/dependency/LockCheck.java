package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.Tree;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// Compares manifests with their lock files.
abstract class LockCheck implements TreeCheck {

    static final String INVALID = "repo.lock-invalid";
    static final String MISMATCH = "repo.lock-mismatch";
    static final String MISSING = "repo.lock-missing";
    static final String STALE = "repo.lock-stale";

    private final List<String> files;

    /// @param files the ends of the paths that concern it
    LockCheck(String... files) {
        this.files = List.of(files);
    }

    @Override
    public boolean concerns(String path) {
        return files.stream().anyMatch(path::endsWith) || Pipelines.isOne(path);
    }

    static Finding invalid(String lock, InvalidFileException why) {
        return new Finding(INVALID, Severity.HIGH, lock, why.line(), why.reason());
    }

    /// What a missing lock does: without one the tools make it, unless they are asked not to. The pipelines are read for the first that is
    /// missing, and no more.
    static final class Harm {

        private final Tree tree;
        private final Pattern locked;
        private @Nullable Severity known;

        /// @param locked the commands that refuse to run without a lock
        Harm(Tree tree, Pattern locked) {
            this.tree = tree;
            this.locked = locked;
        }

        Severity severity() throws IOException {
            Severity severity = known;
            if (severity == null) {
                severity = Pipelines.in(tree).stream().anyMatch(file -> locked.matcher(file.textOrEmpty()).find())
                        ? Severity.MEDIUM
                        : Severity.LOW;
                known = severity;
            }
            return severity;
        }
    }

    /// Where one lock and its manifests differ. However many places there are, they have one cause, and are one finding.
    static final class Differences {

        private static final int NAMED = 3;

        private final String lock;
        private final List<Finding> all = new ArrayList<>();

        /// @param lock its path
        Differences(String lock) {
            this.lock = lock;
        }

        void add(String path, int line, String message) {
            all.add(new Finding(MISMATCH, Severity.HIGH, path, line, message));
        }

        /// A member of a workspace that the lock does not know.
        void addMember(String manifest) {
            add(manifest, 0, "this member of the workspace is not in " + lock);
        }

        boolean isEmpty() {
            return all.isEmpty();
        }

        void report(Facts facts) {
            if (!all.isEmpty()) {
                facts.finding(finding());
            }
        }

        /// @return one finding at the first place, which names the first three
        Finding finding() {
            Finding first = all.getFirst();
            if (all.size() == 1) {
                return first;
            }
            StringBuilder message = new StringBuilder(first.message());
            for (Finding each : all.subList(1, Math.min(NAMED, all.size()))) {
                message.append("; ").append(each.path().equals(first.path()) ? "" : each.path() + ": ")
                        .append(each.message());
            }
            int more = all.size() - NAMED;
            return new Finding(first.code(), first.severity(), first.path(), first.line(),
                    message + (more > 0 ? "; and " + more + " more" : ""));
        }
    }

    static Reference missing(Severity severity, String manifest, int line, String message, String lock) {
        return new Reference(new Finding(MISSING, severity, manifest, line, message), Kind.PATH, List.of(lock));
    }
}
