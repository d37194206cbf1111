package ink.dreamnet.halo.http;

import org.springframework.security.core.AuthenticationException;

/// Thrown where a signature is missing, wrong or too old; the API answers 401.
public class BadSignatureException extends AuthenticationException {

    /// @param message what is wrong, as one sentence that tells nothing of the secret
    public BadSignatureException(String message) {
        super(message);
    }
}
