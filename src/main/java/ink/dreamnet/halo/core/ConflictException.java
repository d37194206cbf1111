package ink.dreamnet.halo.core;

/// Thrown where the present state of a thing does not allow what was asked; the API answers 409. Nothing was changed.
public class ConflictException extends RuntimeException {

    /// @param message why, as one sentence that names the present state
    public ConflictException(String message) {
        super(message);
    }
}
