package ink.dreamnet.halo.engine;

import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/// Thrown where the cycles that should have served a request failed too often; the API answers 500 and says where to look.
class CycleFailedException extends ResponseStatusException {

    CycleFailedException(UUID cycle) {
        super(HttpStatus.INTERNAL_SERVER_ERROR,
                "The cycle failed repeatedly and the request was given up; see /api/halo/history/" + cycle);
    }
}
