package ink.dreamnet.halo.repo.git;

import org.jspecify.annotations.Nullable;

/// Thrown where a repository cannot be opened or fetched: it does not exist, does not answer, is too large, or refuses HALO.
public class GitUnavailableException extends Exception {

    private final boolean absent;

    private GitUnavailableException(String message, boolean absent, @Nullable Throwable cause) {
        super(message, cause);
        this.absent = absent;
    }

    /// @param message why, as a clause without secrets
    public GitUnavailableException(String message, @Nullable Throwable cause) {
        this(message, false, cause);
    }

    /// There is no repository where one should be.
    static GitUnavailableException absent(String message) {
        return new GitUnavailableException(message, true, null);
    }

    /// @return whether there is simply no repository at the path
    public boolean isAbsent() {
        return absent;
    }
}
