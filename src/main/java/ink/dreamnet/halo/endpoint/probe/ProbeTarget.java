package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.http.Provenance;
import org.jspecify.annotations.Nullable;

/// What is to be probed, and what is expected of it. The scheme of its URL decides how it is probed:
///
/// | URL | probe |
/// |---|---|
/// | `http://…`, `https://…` | an HTTP request |
/// | `tcp://host:port` | a TCP connect |
/// | `tls://host:port` | a TLS handshake with the check of the certificate |
/// | `dns://resolver:port/name?type=A`, `dns:///name?type=A` | a DNS query to that resolver, or to the system's |
///
/// @param id names the target in results
/// @param url see above; without user info (credentials belong into `headers`)
/// @param method the HTTP method; upper case
/// @param headers HTTP request headers
/// @param body the HTTP request's body; null for none
/// @param conditions what must hold of the answer; without one on `[STATUS]`, HTTP statuses from 400 on are bad
/// @param connectTimeout how long a TCP connect may take, positive
/// @param timeout how long one attempt may take as a whole, positive
/// @param attempts how often a failing target is probed in all, at least 1
/// @param followRedirects whether HTTP redirects are followed, at most 10
/// @param trustStore what certificates must descend from; null for the JDK's
/// @param insecure whether any certificate is accepted
/// @param slowAfter from which duration on a good answer counts as slow; null for never
/// @param dns what a `dns:` target asks and expects; null to read name and type from the URL
/// @param provenance who named the target: where HALO connects for it, and whether results quote what it answers
public record ProbeTarget(String id, URI url, String method, Map<String, String> headers, @Nullable String body,
        List<Condition> conditions, Duration connectTimeout, Duration timeout, int attempts, boolean followRedirects,
        @Nullable TrustStore trustStore, boolean insecure, @Nullable Duration slowAfter, @Nullable DnsQuery dns,
        Provenance provenance) {

    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// @throws InvalidInputException where a component is not what its description allows; it names the component, its
    ///         value and what is allowed
    public ProbeTarget {
        Kind kind = Kind.of(url);
        method = method.strip().toUpperCase(Locale.ROOT);
        if (!METHOD.matcher(method).matches()) {
            throw new InvalidInputException("method",
                    "'%s' is not an HTTP method (GET, HEAD, POST …)".formatted(method));
        }
        headers = checkHeaders(headers);
        conditions = List.copyOf(conditions);
        for (Condition condition : conditions) {
            condition.checkFits(kind);
        }
        checkPositive("connectTimeout", connectTimeout);
        checkPositive("timeout", timeout);
        if (slowAfter != null) {
            checkPositive("slowAfter", slowAfter);
        }
        if (attempts < 1) {
            throw new InvalidInputException("attempts", attempts + " is less than 1");
        }
        if (kind == Kind.DNS) {
            dns = dns == null ? DnsUrl.query(url) : dns;
        }
    }

    /// Checks that a URL can be probed.
    ///
    /// @param url a target's URL
    /// @throws InvalidInputException where it cannot; it names the field `url`, its value and what is allowed
    public static void checkUrl(URI url) {
        if (Kind.of(url) == Kind.DNS) {
            DnsUrl.query(url);
        }
    }

    /// @return the same with other headers
    public ProbeTarget withHeaders(Map<String, String> others) {
        return new ProbeTarget(id, url, method, others, body, conditions, connectTimeout, timeout, attempts,
                followRedirects, trustStore, insecure, slowAfter, dns, provenance);
    }

    Kind kind() {
        return Kind.of(url);
    }

    /// @return whom the bound per host counts: the host in lower case, empty for the system's resolver
    String host() {
        String host = url.getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static void checkPositive(String field, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidInputException(field, value + " is not a positive duration");
        }
        if (value.compareTo(Duration.ofHours(1)) > 0) {
            throw new InvalidInputException(field, value + " is more than an hour");
        }
    }

    private static Map<String, String> checkHeaders(Map<String, String> headers) {
        Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()) {
                throw new InvalidInputException("headers", "'%s' is not a header's name".formatted(name));
            }
            if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")
                    || name.equalsIgnoreCase("Connection")) {
                throw new InvalidInputException("headers", name + " is set by the probe itself");
            }
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127)) {
                throw new InvalidInputException("headers", "the value of " + name + " contains control characters");
            }
            checked.put(name, value);
        });
        return Collections.unmodifiableMap(checked);
    }

    /// How a target is probed.
    enum Kind {
        HTTP, HTTPS, TCP, TLS, DNS;

        static Kind of(URI url) {
            Kind kind = switch (url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT)) {
                case "http" -> HTTP;
                case "https" -> HTTPS;
                case "tcp" -> TCP;
                case "tls" -> TLS;
                case "dns" -> DNS;
                default -> throw refused(url,
                        "does not start with one of http://, https://, tcp://, tls://, dns://");
            };
            if (kind == DNS) {
                return kind;
            }
            if (url.getHost() == null) {
                throw refused(url, "names no valid host");
            }
            if (url.getRawUserInfo() != null) {
                throw refused(url, "contains user info; put credentials into a header");
            }
            if (url.getPort() == 0 || url.getPort() > 65_535 || url.getPort() < 0 && (kind == TCP || kind == TLS)) {
                throw refused(url, "needs a port from 1 to 65535");
            }
            return kind;
        }

        static InvalidInputException refused(URI url, String problem) {
            return new InvalidInputException("url", "'%s' %s".formatted(url, problem));
        }
    }
}
