package ink.dreamnet.halo.core;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// What stands for a sender that is known by its address only: the IPv4 address, or the IPv6 network (/64), which one sender
/// commonly has whole.
public final class Sender {

    private static final int NETWORK_BYTES = 8;

    private Sender() {
    }

    /// @return the address or the network, in hexadecimal
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }

    /// @param address of a request, as the servlet container or a reverse proxy's header gives it
    /// @return as [#of(InetAddress)]; the text itself where it is no address
    public static String of(String address) {
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
