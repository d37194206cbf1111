package ink.dreamnet.halo.code.dependency;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

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
    public final boolean concerns(String path) {
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

    static Finding mismatch(String path, int line, String message) {
        return new Finding(MISMATCH, Severity.HIGH, path, line, message);
    }

    static Finding memberMissing(String manifest, String lock) {
        return mismatch(manifest, 0, "this member of the workspace is not in " + lock);
    }

    static Reference missing(Severity severity, String manifest, int line, String message, String lock) {
        return new Reference(new Finding(MISSING, severity, manifest, line, message), Kind.PATH, List.of(lock));
    }
}
