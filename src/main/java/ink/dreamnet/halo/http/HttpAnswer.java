package ink.dreamnet.halo.http;

import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// What another service answered.
///
/// @param status the HTTP status
/// @param contentType the header of that name, or null
/// @param retryAfter the header of that name as a wait from now, or null
/// @param body the body; reading more of it than the call's limit fails. It need not be closed.
public record HttpAnswer(int status, @Nullable String contentType, @Nullable Duration retryAfter, InputStream body) {

    /// @return the media type in lower case and without parameters; null where there is none
    @Nullable
    String mediaType() {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() ? null : type;
    }

    /// @return what to add for an operator to a status that redirects; nothing to others
    static String redirect(int status) {
        return status >= 300 && status < 400 ? "; redirects are not followed" : "";
    }
}
