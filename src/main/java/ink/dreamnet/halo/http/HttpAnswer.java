package ink.dreamnet.halo.http;

import java.io.InputStream;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// What another service answered.
///
/// @param status the HTTP status
/// @param contentType the header of that name, or null
/// @param retryAfter the header of that name as a wait from now, or null
/// @param body the body; reading more of it than the call's limit fails. It need not be closed.
public record HttpAnswer(int status, @Nullable String contentType, @Nullable Duration retryAfter, InputStream body) {
}
