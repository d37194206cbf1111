package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;

/// Reads what a `dns:` URL asks (RFC 4501, as far as name, type and resolver go).
final class DnsUrl {

    private DnsUrl() {
    }

    static DnsQuery query(URI url) {
        String path = url.getPath();
        if (path == null || path.length() < 2) {
            throw ProbeTarget.Kind.refused(url, "names nothing to look up (dns:///name?type=A)");
        }
        String type = "A";
        String query = url.getQuery();
        if (query != null) {
            if (!query.startsWith("type=")) {
                throw ProbeTarget.Kind.refused(url, "may have the one parameter type (dns:///name?type=A)");
            }
            type = query.substring("type=".length());
        }
        String resolver = null;
        if (url.getRawAuthority() != null) {
            if (url.getHost() == null || url.getRawUserInfo() != null || url.getPort() > 65_535 || url.getPort() == 0) {
                throw ProbeTarget.Kind.refused(url, "names no valid resolver");
            }
            resolver = url.getHost() + ":" + (url.getPort() < 0 ? 53 : url.getPort());
        }
        try {
            return new DnsQuery(path.substring(1), type, List.of(), resolver);
        } catch (InvalidInputException e) {
            throw ProbeTarget.Kind.refused(url, "is no DNS query: " + e.getMessage());
        }
    }
}
