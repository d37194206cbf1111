package ink.dreamnet.halo.repo.git;

import org.jspecify.annotations.Nullable;

/// Thrown where a repository cannot be opened or fetched: it does not exist, does not answer, is too large, or refuses HALO.
public class GitUnavailableException extends Exception {

    private final boolean absent;
    private final boolean unanswered;

    private GitUnavailableException(String message, boolean absent, boolean unanswered, @Nullable Throwable cause) {
        super(message, cause);
        this.absent = absent;
        this.unanswered = unanswered;
    }

    /// @param message why, as a clause without secrets
    public GitUnavailableException(String message, @Nullable Throwable cause) {
        this(message, false, false, cause);
    }

    /// There is no repository where one should be.
    static GitUnavailableException absent(String message) {
        return new GitUnavailableException(message, true, false, null);
    }

    /// Nothing answered as a git repository does.
    static GitUnavailableException unanswered(String message, @Nullable Throwable cause) {
        return new GitUnavailableException(message, false, true, cause);
    }

    /// @return whether there is simply no repository at the path
    public boolean isAbsent() {
        return absent;
    }

    /// @return whether nothing answered as a git repository does; the message says what is there instead, and whether anything is
    public boolean isUnanswered() {
        return unanswered;
    }
}
