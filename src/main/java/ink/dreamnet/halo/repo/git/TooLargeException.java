package ink.dreamnet.halo.repo.git;

/// Thrown where what is received would occupy more than is allowed.
final class TooLargeException extends GitUnavailableException {

    TooLargeException(String reason) {
        super(reason, null);
    }
}
