package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.http.Provenance;
import org.jspecify.annotations.Nullable;

/// Builds targets: one attempt, two seconds, redirects followed, unless said otherwise.
final class TargetBuilder {

    private final String url;
    private String id = "target";
    private String method = "GET";
    private Map<String, String> headers = Map.of();
    private @Nullable String body;
    private List<Condition> conditions = List.of();
    private Duration connectTimeout = Duration.ofSeconds(10);
    /// More than an answer takes on the slowest machine; what waits in vain has less.
    private Duration timeout = Duration.ofSeconds(20);
    private int attempts = 1;
    private boolean followRedirects = true;
    private @Nullable TrustStore trustStore;
    private boolean insecure;
    private @Nullable Duration slowAfter;
    private @Nullable DnsQuery dns;
    private Provenance provenance = Provenance.CONFIGURATION;

    private TargetBuilder(String url) {
        this.url = url;
    }

    static TargetBuilder target(String url) {
        return new TargetBuilder(url);
    }

    TargetBuilder id(String id) {
        this.id = id;
        return this;
    }

    TargetBuilder method(String method, @Nullable String body) {
        this.method = method;
        this.body = body;
        return this;
    }

    TargetBuilder headers(Map<String, String> headers) {
        this.headers = headers;
        return this;
    }

    TargetBuilder conditions(String... conditions) {
        this.conditions = Arrays.stream(conditions).map(Condition::parse).toList();
        return this;
    }

    TargetBuilder timeout(long millis) {
        this.timeout = Duration.ofMillis(millis);
        return this;
    }

    TargetBuilder connectTimeout(long millis) {
        this.connectTimeout = Duration.ofMillis(millis);
        return this;
    }

    TargetBuilder attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    TargetBuilder followRedirects(boolean followRedirects) {
        this.followRedirects = followRedirects;
        return this;
    }

    TargetBuilder trustStore(TrustStore trustStore) {
        this.trustStore = trustStore;
        return this;
    }

    TargetBuilder insecure() {
        this.insecure = true;
        return this;
    }

    TargetBuilder slowAfter(long millis) {
        this.slowAfter = Duration.ofMillis(millis);
        return this;
    }

    TargetBuilder dns(DnsQuery dns) {
        this.dns = dns;
        return this;
    }

    /// Who named it; configuration, where nothing else is said.
    TargetBuilder from(Provenance provenance) {
        this.provenance = provenance;
        return this;
    }

    ProbeTarget build() {
        return new ProbeTarget(id, URI.create(url), method, headers, body, conditions, connectTimeout, timeout,
                attempts,
                followRedirects, trustStore, insecure, slowAfter, dns, provenance);
    }
}
