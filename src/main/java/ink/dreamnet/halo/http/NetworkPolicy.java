package ink.dreamnet.halo.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import ink.dreamnet.halo.core.LocalAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Which addresses HALO connects to: one policy for all that it fetches, whatever the protocol.
///
/// | address | named by configuration | named by others |
/// |---|---|---|
/// | public | yes | yes |
/// | this machine's, private | yes | where `halo.network.allow` has it; without a token, everyone is on this machine, and it is yes |
/// | link-local, metadata services, multicast, reserved | where `halo.network.allow` has it | likewise |
@Component
public final class NetworkPolicy {

    private final List<Network> allowed;
    private final boolean everyoneIsLocal;
    private final Names names;

    @Autowired
    NetworkPolicy(NetworkProperties properties, Environment environment) {
        this(properties, LocalAccess.only(environment), InetAddress::getAllByName);
    }

    /// @param everyoneIsLocal whether whoever calls the API sits at this machine
    /// @param names looks names up
    public NetworkPolicy(NetworkProperties properties, boolean everyoneIsLocal, Names names) {
        this.allowed = properties.allowed();
        this.everyoneIsLocal = everyoneIsLocal;
        this.names = names;
    }

    /// Looks names up.
    @FunctionalInterface
    public interface Names {

        /// @param host a name
        /// @return at least one address
        /// @throws UnknownHostException where there is none
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /// @return what it says about targets of that provenance
    public Reach reach(Provenance provenance) {
        return new Reach(this, provenance);
    }

    /// @param host a name or an address in any spelling that some resolver takes for one: with or without brackets, with a final dot,
    ///        in fewer than four parts, in octal or hexadecimal (POSIX `inet_addr`)
    /// @return the address; null where it is a name
    public static @Nullable InetAddress literal(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (bare.isEmpty() || bare.charAt(0) != '[' && bare.indexOf(':') < 0
                && Character.digit(bare.charAt(0), 10) < 0) {
            return null;
        }
        try {
            return bare.indexOf(':') < 0 ? Inet4Address.ofPosixLiteral(bare) : InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /// @return all addresses of a host, those too that HALO may not connect to ([Reach#permitted] tells them apart)
    /// @throws UnknownHostException where there is none
    public InetAddress[] lookUp(String host) throws UnknownHostException {
        InetAddress literal = literal(host);
        return literal == null ? names.lookUp(host) : new InetAddress[]{literal};
    }

    /// @param address 4 or 16 bytes
    /// @return null where HALO may connect to it; else what the address is, and what would allow it
    @Nullable
    String refusal(byte[] address, Provenance provenance) {
        byte[] judged = AddressKind.embedded(address);
        AddressKind kind = AddressKind.of(judged);
        if (kind == AddressKind.PUBLIC
                || kind.forConfiguration() && (everyoneIsLocal || provenance == Provenance.CONFIGURATION)) {
            return null;
        }
        for (Network network : allowed) {
            if (network.contains(judged) && kind.openedBy(network)) {
                return null;
            }
        }
        return "is %s, and halo.network.allow does not name it".formatted(kind.description());
    }
}
