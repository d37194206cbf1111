package ink.dreamnet.halo.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import org.apache.hc.client5.http.DnsResolver;

/// How far HALO connects for targets of one provenance. Whoever connects does so to the very addresses that [#resolve] or [#permitted]
/// returned, so that no name is looked up between judgement and connection.
public final class Reach implements DnsResolver {

    private final NetworkPolicy policy;
    private final Provenance provenance;

    Reach(NetworkPolicy policy, Provenance provenance) {
        this.policy = policy;
        this.provenance = provenance;
    }

    /// @param addresses those of the host
    /// @return those of them that HALO may connect to, at least one
    /// @throws AddressRefusedException where it may connect to none
    public InetAddress[] permitted(String host, InetAddress[] addresses) throws AddressRefusedException {
        List<InetAddress> permitted = new ArrayList<>(addresses.length);
        AddressRefusedException refused = null;
        for (InetAddress address : addresses) {
            String reason = policy.refusal(address.getAddress(), provenance);
            if (reason == null) {
                permitted.add(address);
            } else if (refused == null) {
                refused = new AddressRefusedException("the address " + address.getHostAddress()
                        + (NetworkPolicy.literal(host) == null ? " of " + host : ""), reason);
            }
        }
        if (permitted.isEmpty() && refused != null) {
            throw refused;
        }
        return permitted.toArray(InetAddress[]::new);
    }

    /// @return the addresses of a host that HALO may connect to, at least one
    /// @throws AddressRefusedException where it may connect to none
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return permitted(host, policy.lookUp(host));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /// Checks a URL that somebody writes: one whose host is an address that HALO may not connect to is refused at once. A name is
    /// judged when it is looked up.
    ///
    /// @throws InvalidInputException that names the field, the address and the setting
    public void check(String field, URI url) {
        InetAddress literal = url.getHost() == null ? null : NetworkPolicy.literal(url.getHost());
        String reason = literal == null ? null : policy.refusal(literal.getAddress(), provenance);
        if (literal != null && reason != null) {
            throw new InvalidInputException(field,
                    "the address %s %s".formatted(literal.getHostAddress(), reason));
        }
    }
}
