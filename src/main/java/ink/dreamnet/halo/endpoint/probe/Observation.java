package ink.dreamnet.halo.endpoint.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// What one attempt saw, as far as conditions can ask for it. What was not seen is null, and no condition on it holds.
///
/// @param connected whether a connection (or a DNS answer) came about
/// @param ip the remote address
/// @param status the HTTP status
/// @param headers response headers by their lower-case names, repeated ones joined by `, `
/// @param body the response's body as text up to the cap, or the DNS records, one a line
/// @param responseMs how long the whole probe took
/// @param certificateLeft how long the server's certificate is still valid; negative once it has expired
/// @param dnsRcode the response code of a DNS answer (`NOERROR`, `NXDOMAIN`)
public record Observation(boolean connected, @Nullable String ip, @Nullable Integer status, Map<String, String> headers,
        @Nullable String body, @Nullable BigDecimal responseMs, @Nullable Duration certificateLeft,
        @Nullable String dnsRcode) {
}
