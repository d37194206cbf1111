package ink.dreamnet.halo.endpoint;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.files.AllowedFiles;
import ink.dreamnet.halo.core.files.FileRefusedException;
import ink.dreamnet.halo.endpoint.probe.Condition;
import ink.dreamnet.halo.endpoint.probe.DnsQuery;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.endpoint.probe.TrustStore;
import ink.dreamnet.halo.registry.CommonFields;
import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.Problems;
import org.jspecify.annotations.Nullable;

/// Turns what someone wrote into an [Endpoint], or says everything that is wrong with it.
final class EndpointParser {

    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_ATTEMPTS = 3;
    private static final long MAX_TIMEOUT_MS = Duration.ofMinutes(2).toMillis();
    private static final long MAX_INTERVAL_MS = Duration.ofDays(7).toMillis();
    private static final int MAX_HEADER_LENGTH = 8192;
    private static final int MAX_BODY_LENGTH = 65_536;
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /// Headers that frame a message (RFC 9112): the client writes them itself.
    private static final Set<String> FRAMING = Set.of("connection", "content-length", "transfer-encoding", "upgrade",
            "te", "trailer",
            "expect");
    /// A token of RFC 9110, section 5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

    private final Problems problems = new Problems();
    private final EndpointSpec spec;
    private final AllowedFiles files;

    private EndpointParser(EndpointSpec spec, AllowedFiles files) {
        this.spec = spec;
        this.files = files;
    }

    /// Reads a definition.
    ///
    /// @param id the endpoint's id
    /// @param spec what was written; an id in it must be the same
    /// @param updatedAt when it was put; null for what configuration declares
    /// @param files those that it may name
    /// @throws InvalidInputException where something is wrong, with every wrong field
    static Endpoint parse(String id, EndpointSpec spec, ManagedBy managedBy, @Nullable Instant updatedAt,
            AllowedFiles files) {
        return new EndpointParser(spec, files).parse(id, managedBy, updatedAt);
    }

    private Endpoint parse(String id, ManagedBy managedBy, @Nullable Instant updatedAt) {
        SubjectRef subject = subject(id);
        URI url = problems.attempt("url", () -> EndpointUrl.parse(spec.url()));
        String method = method();
        Map<String, String> headers = headers();
        if (spec.body() != null && spec.body().length() > MAX_BODY_LENGTH) {
            problems.add("body", "has %d characters; at most %d are allowed".formatted(spec.body().length(),
                    MAX_BODY_LENGTH));
        }
        List<Condition> conditions = conditions();
        numbers();
        List<SubjectRef> dependsOn = CommonFields.dependsOn(problems, subject, spec.dependsOn());
        Map<String, String> labels = CommonFields.labels(problems, spec.labels());
        TrustStore trustStore = trustStore();
        List<String> expected = new ArrayList<>();
        problems.each("expected", spec.expected(), CommonFields.MAX_ENTRIES, (field, record) -> expected.add(record));
        if (url != null) {
            fit(url);
        }
        problems.throwIfAny();
        ProbeTarget target = new ProbeTarget(id, Objects.requireNonNull(url), method, headers, spec.body(), conditions,
                connectTimeout(), timeout(), spec.attempts() == null ? DEFAULT_ATTEMPTS : spec.attempts(),
                !Boolean.FALSE.equals(spec.followRedirects()), trustStore, Boolean.TRUE.equals(spec.insecure()),
                millis(spec.slowAfterMs()), null, managedBy.provenance());
        return new Endpoint(Objects.requireNonNull(subject), spec.withoutId(), expecting(target, expected),
                millis(spec.intervalMs()), dependsOn, labels, managedBy, updatedAt);
    }

    private static ProbeTarget expecting(ProbeTarget target, List<String> expected) {
        DnsQuery dns = target.dns();
        if (dns == null || expected.isEmpty()) {
            return target;
        }
        return new ProbeTarget(target.id(), target.url(), target.method(), target.headers(), target.body(),
                target.conditions(), target.connectTimeout(), target.timeout(), target.attempts(),
                target.followRedirects(), target.trustStore(), target.insecure(), target.slowAfter(),
                new DnsQuery(dns.name(), dns.type(), expected, dns.resolver()), target.provenance());
    }

    private @Nullable SubjectRef subject(String id) {
        if (id.equals(Endpoint.OBSERVER_ID)) {
            problems.add("id", "'%s' is kept for HALO itself; choose another".formatted(id));
            return null;
        }
        return CommonFields.subject(problems, SubjectKind.ENDPOINT, id, spec.id());
    }

    /// Refuses what a probe of that scheme would silently ignore.
    private void fit(URI url) {
        String scheme = EndpointUrl.scheme(url);
        if (!EndpointUrl.isHttp(url)) {
            refuse("method", spec.method() != null, scheme);
            refuse("headers", spec.headers() != null && !spec.headers().isEmpty(), scheme);
            refuse("body", spec.body() != null, scheme);
            refuse("followRedirects", spec.followRedirects() != null, scheme);
            if (!EndpointUrl.presentsCertificate(url)) {
                refuse("trustStore", spec.trustStore() != null, scheme);
                refuse("insecure", spec.insecure() != null, scheme);
            }
        }
        refuse("expected", !scheme.equals("dns") && spec.expected() != null && !spec.expected().isEmpty(), scheme);
    }

    private void refuse(String field, boolean given, String scheme) {
        if (given) {
            problems.add(field, "has no meaning for %s".formatted(scheme));
        }
    }

    private String method() {
        String method = spec.method() == null ? "GET" : spec.method().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            problems.add("method", "'%s' is not one of %s".formatted(method, String.join(", ", METHODS)));
        }
        return method;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        Map<String, @Nullable String> given = spec.headers() == null ? Map.of() : spec.headers();
        problems.limit("headers", given.size(), CommonFields.MAX_ENTRIES);
        given.forEach((name, value) -> {
            String field = "headers[" + name.replaceAll("\\p{Cntrl}", "?") + "]";
            if (!TOKEN.matcher(name).matches()) {
                problems.add(field, "is not the name of an HTTP header");
            } else if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(field, "is written by HALO itself");
            } else if (value == null) {
                problems.add(field, "has no value");
            } else if (value.length() > MAX_HEADER_LENGTH) {
                problems.add(field, "has %d characters; at most %d are allowed".formatted(value.length(),
                        MAX_HEADER_LENGTH));
            } else if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
                problems.add(field, "has a line break or another control character");
            } else {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        problems.each("conditions", spec.conditions(), CommonFields.MAX_ENTRIES, (field, text) -> {
            Condition condition = problems.attempt(field, () -> Condition.parse(text));
            if (condition != null) {
                conditions.add(condition);
            }
        });
        return conditions;
    }

    private void numbers() {
        problems.range("connectTimeoutMs", spec.connectTimeoutMs(), 1, MAX_TIMEOUT_MS, " ms");
        problems.range("timeoutMs", spec.timeoutMs(), 1, MAX_TIMEOUT_MS, " ms");
        problems.range("attempts", spec.attempts(), 1, 10, "");
        problems.range("intervalMs", spec.intervalMs(), 1000, MAX_INTERVAL_MS, " ms");
        problems.range("slowAfterMs", spec.slowAfterMs(), 1, MAX_TIMEOUT_MS, " ms");
        long timeout = timeout().toMillis();
        if (spec.connectTimeoutMs() != null && spec.connectTimeoutMs() > timeout) {
            problems.add("connectTimeoutMs", "%d is longer than the whole timeout of %d ms".formatted(
                    spec.connectTimeoutMs(), timeout));
        }
        if (spec.slowAfterMs() != null && spec.slowAfterMs() >= timeout) {
            problems.add("slowAfterMs", "%d is not shorter than the timeout of %d ms".formatted(spec.slowAfterMs(),
                    timeout));
        }
    }

    private @Nullable TrustStore trustStore() {
        EndpointSpec.TrustStoreSpec given = spec.trustStore();
        if (given == null) {
            return null;
        }
        if (Boolean.TRUE.equals(spec.insecure())) {
            problems.add("insecure", "makes the trust store meaningless; give one of the two");
        }
        if (given.path() == null || given.path().isBlank()) {
            problems.add("trustStore.path", "is missing");
            return null;
        }
        try {
            Path path = Path.of(given.path());
            if (!isReadable(path)) {
                problems.add("trustStore.path", "'%s' is not a file that HALO can read".formatted(path));
            }
            return new TrustStore(path, given.password(), files);
        } catch (FileRefusedException refused) {
            problems.add("trustStore.path", "'%s' %s".formatted(given.path(), refused.reason()));
            return null;
        } catch (InvalidPathException wrong) {
            problems.add("trustStore.path", "'%s' is not a path".formatted(given.path()));
            return null;
        }
    }

    private boolean isReadable(Path path) throws FileRefusedException {
        try {
            Path real = files.resolve(path);
            return Files.isReadable(real) && Files.isRegularFile(real);
        } catch (FileRefusedException refused) {
            throw refused;
        } catch (IOException absent) {
            return false;
        }
    }

    private Duration timeout() {
        return spec.timeoutMs() == null ? DEFAULT_TIMEOUT : Duration.ofMillis(spec.timeoutMs());
    }

    private Duration connectTimeout() {
        if (spec.connectTimeoutMs() != null) {
            return Duration.ofMillis(spec.connectTimeoutMs());
        }
        return timeout().compareTo(DEFAULT_CONNECT_TIMEOUT) < 0 ? timeout() : DEFAULT_CONNECT_TIMEOUT;
    }

    private static @Nullable Duration millis(@Nullable Long value) {
        return value == null ? null : Duration.ofMillis(value);
    }
}
