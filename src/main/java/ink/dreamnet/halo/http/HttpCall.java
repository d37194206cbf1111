package ink.dreamnet.halo.http;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// One call to another service.
///
/// @param url where, http or https
/// @param headers what is sent; a value `env:NAME` or `file:/path` is read from there each time ([SecretReferences])
/// @param body what is posted, JSON unless a header says otherwise; null for a `GET`
/// @param limits its bounds
public record HttpCall(URI url, Map<String, String> headers, byte @Nullable [] body, Limits limits) {

    /// The bounds of a call.
    ///
    /// @param connect how long a connection may take
    /// @param whole how long the whole exchange may take
    /// @param body how large the body of the answer may be, in bytes, after decompression
    public record Limits(Duration connect, Duration whole, long body) {
    }

    /// @param accept the media types that are understood, unless a header says otherwise
    public static HttpCall get(URI url, String accept, Map<String, String> headers, Limits limits) {
        Map<String, String> all = new HashMap<>(Map.of("Accept", accept));
        all.putAll(headers);
        return new HttpCall(url, all, null, limits);
    }
}
