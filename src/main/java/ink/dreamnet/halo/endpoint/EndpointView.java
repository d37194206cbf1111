package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.core.secret.SecretNames;
import ink.dreamnet.halo.endpoint.probe.DnsQuery;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.http.SecretReferences;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.subject.SubjectStatus;
import org.jspecify.annotations.Nullable;

/// An endpoint as the API shows it: its definition with the defaults filled in and the secrets masked. What has no meaning
/// for its scheme is null. The members are those of [EndpointSpec], besides:
///
/// @param managedBy `config` where only HALO's configuration can change it
/// @param updatedAt when it was last put; null for what configuration declares
/// @param status how it is
record EndpointView(String id, ManagedBy managedBy, String url, @Nullable String method,
        @Nullable Map<String, String> headers, @Nullable String body, List<String> conditions, long connectTimeoutMs,
        long timeoutMs, int attempts, @Nullable Long intervalMs, List<String> dependsOn, Map<String, String> labels,
        @Nullable Boolean followRedirects, EndpointSpec.@Nullable TrustStoreSpec trustStore, @Nullable Boolean insecure,
        @Nullable Long slowAfterMs, @Nullable List<String> expected, @Nullable Instant updatedAt,
        @JsonUnwrapped SubjectStatus status) {

    static EndpointView of(Endpoint endpoint, SubjectStatus status) {
        ProbeTarget target = endpoint.target();
        boolean http = EndpointUrl.isHttp(target.url());
        boolean tls = http || EndpointUrl.presentsCertificate(target.url());
        DnsQuery dns = target.dns();
        return new EndpointView(endpoint.id(), endpoint.managedBy(), endpoint.maskedUrl(),
                http ? target.method() : null, http ? masked(target.headers()) : null,
                target.body() == null ? null : MaskedText.MASK,
                conditions(endpoint.spec()), target.connectTimeout().toMillis(), target.timeout().toMillis(),
                target.attempts(), millis(endpoint.interval()),
                endpoint.dependsOn().stream().map(SubjectRef::toString).toList(), endpoint.labels(),
                http ? target.followRedirects() : null, trustStore(endpoint.spec()), tls ? target.insecure() : null,
                millis(target.slowAfter()), dns == null ? null : dns.expected(), endpoint.updatedAt(), status);
    }

    /// All values are masked but those of harmless names, and references to secrets; the headers are sorted by name.
    private static Map<String, String> masked(Map<String, String> headers) {
        Map<String, String> masked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> masked.put(name,
                SecretNames.isHarmlessHeader(name) || SecretReferences.isReference(value)
                        ? MaskedText.in(value)
                        : MaskedText.MASK));
        return masked;
    }

    private static List<String> conditions(EndpointSpec spec) {
        return spec.conditions() == null
                ? List.of()
                : spec.conditions().stream().map(text -> text == null ? "" : text).toList();
    }

    private static EndpointSpec.@Nullable TrustStoreSpec trustStore(EndpointSpec spec) {
        EndpointSpec.TrustStoreSpec given = spec.trustStore();
        return given == null
                ? null
                : new EndpointSpec.TrustStoreSpec(given.path(), given.password() == null ? null : MaskedText.MASK);
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
