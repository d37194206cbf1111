package ink.dreamnet.halo.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What an address is for, as far as it matters to who may have HALO connect to it. The ranges are those of IANA's registries of
/// special-purpose addresses (RFC 6890).
enum AddressKind {
    /// Where clouds give credentials to whoever asks from the machine: AWS, Google, Azure, Oracle, OpenStack, Alibaba.
    METADATA("that of a cloud's metadata service", "169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32",
            "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128", "fd00:ec2::23/128",
            "fd20:ce::254/128", "fe80::a9fe:a9fe/128"),
    /// On the same wire only.
    LINK_LOCAL("link-local", "169.254.0.0/16", "fe80::/10"),
    /// With those that the system takes for it.
    LOOPBACK("this machine's own", "127.0.0.0/8", "0.0.0.0/8", "::1/128", "::/128"),
    /// Also shared by a carrier's customers, for protocols, for benchmarks, and site-local.
    PRIVATE("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "192.0.0.0/24",
            "198.18.0.0/15", "fc00::/7", "fec0::/10"),
    /// The last one may have any IPv4 address in it, at a place that only its network knows (RFC 8215).
    SPECIAL("multicast, reserved or translated", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8", "64:ff9b:1::/48"),
    /// All others.
    PUBLIC("public");

    private static final int IPV4 = 4;
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network TRANSLATED = Network.parse("::ffff:0:0:0/96");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");

    private final String description;
    private final List<Network> networks;

    AddressKind(String description, String... networks) {
        this.description = description;
        this.networks = Stream.of(networks).map(Network::parse).toList();
    }

    /// @param address 4 or 16 bytes, [#embedded] ones already taken out
    static AddressKind of(byte[] address) {
        for (AddressKind kind : values()) {
            for (Network network : kind.networks) {
                if (network.contains(address)) {
                    return kind;
                }
            }
        }
        return PUBLIC;
    }

    /// @param address 4 or 16 bytes
    /// @return the IPv4 address that packets to an IPv6 address end up at (RFC 6052, RFC 3056, RFC 4380, RFC 4291, RFC 2765); the
    ///         same where it is none of these. The JDK itself turns IPv4-mapped addresses into IPv4 ones.
    static byte[] embedded(byte[] address) {
        if (address.length == IPV4 || LOOPBACK.networks.stream().anyMatch(network -> network.contains(address))) {
            return address;
        }
        if (NAT64.contains(address) || TRANSLATED.contains(address) || COMPATIBLE.contains(address)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return Arrays.copyOfRange(address, 2, 2 + IPV4);
        }
        if (TEREDO.contains(address)) {
            byte[] client = Arrays.copyOfRange(address, 12, 16);
            for (int i = 0; i < IPV4; i++) {
                client[i] ^= (byte) 0xff;
            }
            return client;
        }
        return address;
    }

    /// @return whether configuration may name such addresses without further ado
    boolean forConfiguration() {
        return switch (this) {
            case PUBLIC, PRIVATE, LOOPBACK -> true;
            case METADATA, LINK_LOCAL, SPECIAL -> false;
        };
    }

    /// @return whether naming a network allows those of its addresses that are of this kind. What nobody reaches without further ado must
    ///         be meant: by a network of nothing else.
    boolean openedBy(Network allowed) {
        return forConfiguration() || networks.stream().anyMatch(network -> network.contains(allowed));
    }

    /// @return as in `the address 10.0.0.5 is private`
    String description() {
        return description;
    }
}
