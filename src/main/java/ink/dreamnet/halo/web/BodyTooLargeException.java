package ink.dreamnet.halo.web;

import java.io.IOException;

import org.springframework.util.unit.DataSize;

/// Thrown where a request body is larger than HALO reads; the API answers 413.
class BodyTooLargeException extends IOException {

    BodyTooLargeException(DataSize limit) {
        super("The request body is larger than %d bytes, the most that HALO reads".formatted(limit.toBytes()));
    }
}
