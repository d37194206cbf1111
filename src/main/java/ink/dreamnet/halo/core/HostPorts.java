package ink.dreamnet.halo.core;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads lists of `host:port`, as Kafka does: each perhaps with a protocol, and with a name or an address (of IPv6 in brackets).
public final class HostPorts {

    private static final Pattern SERVER = Pattern
            .compile("(?:[a-zA-Z_]+://)?(?:\\[([0-9a-fA-F:.%]+)]|([a-zA-Z0-9._%-]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private HostPorts() {
    }

    /// @param property the property that has the list, for messages
    /// @param servers `host:port`, several with commas between
    /// @return their names or addresses, without ports
    /// @throws IllegalArgumentException where one is not `host:port`
    public static List<String> hosts(String property, String servers) {
        return Arrays.stream(servers.split(",", -1)).map(server -> host(property, server.strip())).toList();
    }

    private static String host(String property, String server) {
        Matcher parts = SERVER.matcher(server);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT || Integer.parseInt(parts.group(3)) == 0) {
            throw new IllegalArgumentException(
                    "%s: '%s' is not host:port; several have commas between".formatted(property, server));
        }
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }
}
