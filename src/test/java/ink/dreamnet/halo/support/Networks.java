package ink.dreamnet.halo.support;

import java.net.InetAddress;
import java.util.List;

import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.NetworkProperties;

/// Policies of addresses.
public final class Networks {

    /// That of a HALO without a token and without a setting.
    public static final NetworkPolicy LOCAL = new NetworkPolicy(new NetworkProperties(List.of()), true,
            InetAddress::getAllByName);

    private Networks() {
    }

    /// That of a HALO with tokens.
    ///
    /// @param names looks names up
    /// @param allow `halo.network.allow`
    public static NetworkPolicy secured(NetworkPolicy.Names names, String... allow) {
        return new NetworkPolicy(new NetworkProperties(List.of(allow)), false, names);
    }
}
