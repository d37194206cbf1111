package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// One entry of `halo.endpoints` in configuration. What is absent takes its default.
///
/// @param id the endpoint's id; required
/// @param url what to probe: `https://…`, `http://…`, `tcp://host:port`, `tls://host:port`, `dns://…`; required
/// @param method the HTTP method, default GET
/// @param headers HTTP headers to send
/// @param body the HTTP body to send
/// @param conditions what must hold for the endpoint to be well
/// @param connectTimeout how long a connection may take, default 2 s
/// @param timeout how long one attempt may take altogether, default 5 s
/// @param attempts how often to try before a failure counts, default 3
/// @param interval how long a result stands before the endpoint is probed again; absent means every cycle
/// @param dependsOn the subjects (`kind:id`) that the endpoint depends on
/// @param labels names and values that silences and reports can match
/// @param followRedirects whether redirects are followed, default true
/// @param trustStore the certificates to trust instead of the Java runtime's
/// @param insecure whether any certificate is trusted, default false
/// @param slowAfter the time above which an answer is slow; absent means never
/// @param expected the records that a DNS name must have
record DeclaredEndpoint(@Nullable String id, @Nullable String url, @Nullable String method,
        @Nullable Map<String, @Nullable String> headers, @Nullable String body,
        @Nullable List<@Nullable String> conditions, @Nullable Duration connectTimeout, @Nullable Duration timeout,
        @Nullable Integer attempts, @Nullable Duration interval, @Nullable List<@Nullable String> dependsOn,
        @Nullable Map<String, @Nullable String> labels, @Nullable Boolean followRedirects,
        @Nullable DeclaredTrustStore trustStore, @Nullable Boolean insecure, @Nullable Duration slowAfter,
        @Nullable List<@Nullable String> expected) {

    /// The trust store of a declared endpoint.
    ///
    /// @param path a PKCS #12, JKS or PEM file
    /// @param password its password; absent where it has none
    record DeclaredTrustStore(@Nullable String path, @Nullable String password) {

        /// Keeps the password out of whatever prints this.
        @Override
        public String toString() {
            return "DeclaredTrustStore[path=" + path + "]";
        }
    }

    /// @return the same in the API's form
    EndpointSpec toSpec() {
        return new EndpointSpec(id, url, method, headers, body, conditions, millis(connectTimeout), millis(timeout),
                attempts, millis(interval), dependsOn, labels, followRedirects,
                trustStore == null
                        ? null
                        : new EndpointSpec.TrustStoreSpec(trustStore.path(), trustStore.password()),
                insecure, millis(slowAfter), expected);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
