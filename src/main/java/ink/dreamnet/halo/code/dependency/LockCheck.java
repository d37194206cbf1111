package ink.dreamnet.halo.code.dependency;

import java.util.List;

import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Reference;
import ink.dreamnet.halo.code.Reference.Kind;
import ink.dreamnet.halo.code.TreeCheck;
import ink.dreamnet.halo.code.format.InvalidFileException;
import ink.dreamnet.halo.core.Severity;

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
        return files.stream().anyMatch(path::endsWith);
    }

    static Finding invalid(String lock, InvalidFileException why) {
        return new Finding(INVALID, Severity.HIGH, lock, why.line(), why.reason());
    }

    static Finding mismatch(String path, int line, String message) {
        return new Finding(MISMATCH, Severity.HIGH, path, line, message);
    }

    static Finding memberMissing(String manifest, String lock) {
        return mismatch(manifest, 0, "this member of the workspace is not in " + lock);
    }

    static Reference missing(String manifest, int line, String message, String lock) {
        return new Reference(new Finding(MISSING, Severity.MEDIUM, manifest, line, message), Kind.PATH, List.of(lock));
    }
}
