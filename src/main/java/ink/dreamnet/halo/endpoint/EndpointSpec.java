package ink.dreamnet.halo.endpoint;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// What a caller writes to define an endpoint, and the form in which it is stored; all durations are milliseconds. What is
/// null takes its default. What an answer says besides (`managedBy`, `updatedAt`) is passed over, so that an answer can be
/// edited and put back. Only [EndpointParser] can tell whether it is right.
///
/// @param id the endpoint's id; where the path of a request names it too, both must be the same
/// @param url what to probe: `https://…`, `http://…`, `tcp://host:port`, `tls://host:port`, `dns://…`; required
/// @param method the HTTP method, default GET
/// @param headers HTTP headers to send
/// @param body the HTTP body to send
/// @param conditions what must hold for the endpoint to be well
/// @param connectTimeoutMs how long a connection may take, default 2,000
/// @param timeoutMs how long one attempt may take altogether, default 5,000
/// @param attempts how often to try before a failure counts, default 3
/// @param intervalMs how long a result stands before the endpoint is probed again; null means every cycle
/// @param dependsOn the subjects (`kind:id`) that the endpoint depends on
/// @param labels names and values that silences and reports can match
/// @param followRedirects whether redirects are followed, default true
/// @param trustStore the certificates to trust instead of the Java runtime's
/// @param insecure whether any certificate is trusted, default false
/// @param slowAfterMs the time above which an answer is slow; null means never
/// @param expected the records that a DNS name must have
@JsonIgnoreProperties({"managedBy", "updatedAt", "state", "stateSince", "lastCheckedAt", "lastResult", "recentChecks",
        "weakPoints"})
record EndpointSpec(@Nullable String id, @Nullable String url, @Nullable String method,
        @Nullable Map<String, @Nullable String> headers, @Nullable String body,
        @Nullable List<@Nullable String> conditions, @Nullable Long connectTimeoutMs, @Nullable Long timeoutMs,
        @Nullable Integer attempts, @Nullable Long intervalMs, @Nullable List<@Nullable String> dependsOn,
        @Nullable Map<String, @Nullable String> labels, @Nullable Boolean followRedirects,
        @Nullable TrustStoreSpec trustStore, @Nullable Boolean insecure, @Nullable Long slowAfterMs,
        @Nullable List<@Nullable String> expected) {

    /// Names a trust store.
    ///
    /// @param path a PKCS #12, JKS or PEM file on HALO's machine
    /// @param password its password; null where it has none
    record TrustStoreSpec(@Nullable String path, @Nullable String password) {
    }

    /// A specification of nothing but a URL.
    static EndpointSpec ofUrl(String url) {
        return new EndpointSpec(null, url, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }

    /// @return the same without the id, as it is stored
    EndpointSpec withoutId() {
        return new EndpointSpec(null, url, method, headers, body, conditions, connectTimeoutMs, timeoutMs, attempts,
                intervalMs, dependsOn, labels, followRedirects, trustStore, insecure, slowAfterMs, expected);
    }
}
