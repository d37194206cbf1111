package ink.dreamnet.halo.web.connection;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.validation.annotation.Validated;

/// How many connections the API holds, and how long it waits for a body. How long it waits for a request line and headers is
/// `server.tomcat.connection-timeout`, and for the next request `server.tomcat.keep-alive-timeout`.
///
/// @param max how many connections may be open, 16 to 100,000; by default a third of the largest heap, 64 KB for each, but at
///        most 8,192 and half of the file descriptors
/// @param maxPerAddress how many of them may come from one IPv4 address or one IPv6 network (/64), at least 1; by default half
///        of `max`
/// @param unlimitedAddresses addresses and networks (`10.0.0.0/8`) that only `max` bounds, at most 100: this machine, and
///        reverse proxies that bring the connections of many
/// @param bodyTimeout how long a request may make HALO wait for its body, all waits together, 1 s to 10 min
@ConfigurationProperties("halo.web.connections")
@Validated
record ConnectionLimits(@Nullable Integer max, @Nullable Integer maxPerAddress,
        @DefaultValue({
                "127.0.0.0/8", "::1"}) List<String> unlimitedAddresses,
        @DefaultValue("30s") Duration bodyTimeout) {

    /// What an open connection holds on the heap when its headers are incomplete: 57 KB measured with Tomcat's buffers.
    private static final long HEAP_EACH = 64 * 1024;
    private static final int HEAP_SHARE = 3;
    private static final int LEAST = 16;
    private static final int LEAST_DERIVED = 64;
    private static final int MOST_DERIVED = 8192;
    private static final int MOST = 100_000;
    private static final int MOST_UNLIMITED = 100;

    ConnectionLimits {
        if (max != null && (max < LEAST || max > MOST)) {
            throw new IllegalArgumentException(
                    "halo.web.connections.max is %d, not between %d and %d".formatted(max, LEAST, MOST));
        }
        int all = all(max);
        if (maxPerAddress != null && (maxPerAddress < 1 || maxPerAddress > all)) {
            throw new IllegalArgumentException(
                    "halo.web.connections.max-per-address is %d, not between 1 and %d (max)".formatted(maxPerAddress,
                            all));
        }
        unlimitedAddresses = List.copyOf(unlimitedAddresses);
        if (unlimitedAddresses.size() > MOST_UNLIMITED) {
            throw new IllegalArgumentException(
                    "halo.web.connections.unlimited-addresses has %d entries, at most %d are allowed".formatted(
                            unlimitedAddresses.size(), MOST_UNLIMITED));
        }
        unlimitedAddresses.forEach(ConnectionLimits::matcher);
        if (bodyTimeout.compareTo(Duration.ofSeconds(1)) < 0 || bodyTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "halo.web.connections.body-timeout is %s, not between 1s and 10m".formatted(bodyTimeout));
        }
    }

    /// @return how many connections may be open
    int all() {
        return all(max);
    }

    /// @return how many of them may come from one sender
    int perSender() {
        return maxPerAddress == null ? all() / 2 : maxPerAddress;
    }

    private static int all(@Nullable Integer max) {
        return max == null ? derived(Runtime.getRuntime().maxMemory(), fileDescriptors()) : max;
    }

    /// @param heap the largest heap in bytes
    /// @param fileDescriptors how many the process may open
    static int derived(long heap, long fileDescriptors) {
        long room = Math.min(heap / HEAP_SHARE / HEAP_EACH, fileDescriptors / 2);
        return (int) Math.clamp(room, LEAST_DERIVED, MOST_DERIVED);
    }

    /// @return the addresses that only `max` bounds
    List<IpAddressMatcher> unlimited() {
        return unlimitedAddresses.stream().map(ConnectionLimits::matcher).toList();
    }

    private static IpAddressMatcher matcher(String address) {
        try {
            return new IpAddressMatcher(address);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "halo.web.connections.unlimited-addresses has '%s', which is no IP address and no network (10.0.0.0/8)"
                            .formatted(address),
                    wrong);
        }
    }

    private static long fileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
