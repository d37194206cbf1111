package ink.dreamnet.halo.endpoint.probe;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// What a DNS target asks, and what it must be told.
///
/// @param name the name asked for
/// @param type one of `A`, `AAAA`, `CNAME`, `MX`, `TXT`, `NS`, `SRV`
/// @param expected records that must be among those answered, as a zone file writes their data (`10 mail.example.org`);
///        the final dot and the case of names do not matter; empty means at least one record of any content
/// @param resolver `host:port` or `host` (port 53) of the resolver to ask; null for the system's
public record DnsQuery(String name, String type, List<String> expected, @Nullable String resolver) {

    private static final Set<String> TYPES = Set.of("A", "AAAA", "CNAME", "MX", "TXT", "NS", "SRV");

    /// @throws InvalidInputException where the name is empty or the type is not known
    public DnsQuery {
        type = type.strip().toUpperCase(Locale.ROOT);
        expected = List.copyOf(expected);
        if (name.isBlank()) {
            throw new InvalidInputException("dns.name", "is empty; name what to look up");
        }
        if (!TYPES.contains(type)) {
            throw new InvalidInputException("dns.type",
                    "'%s' is not one of A, AAAA, CNAME, MX, TXT, NS, SRV".formatted(type));
        }
    }
}
