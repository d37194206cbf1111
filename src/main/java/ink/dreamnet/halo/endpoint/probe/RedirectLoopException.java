package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;

/// Thrown where an endpoint redirects in a circle or too often.
final class RedirectLoopException extends IOException {

    RedirectLoopException(String message) {
        super(message);
    }
}
