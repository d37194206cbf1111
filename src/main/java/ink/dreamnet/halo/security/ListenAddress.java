package ink.dreamnet.halo.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.core.LocalAccess;
import ink.dreamnet.halo.core.StartRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/// Sees to it that HALO without a token can be reached from its own machine only. It works on the environment, before the
/// application starts, so that nothing has listened anywhere when the start is refused.
public final class ListenAddress {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String SERVER = "server.address";
    private static final String MANAGEMENT = "management.server.address";

    private ListenAddress() {
    }

    /// Makes HALO listen on the loopback address where it has no token and no address is configured.
    ///
    /// @throws StartRefusedException where the token is too weak, or the address is open without one
    public static void check(ConfigurableEnvironment environment) {
        if (!LocalAccess.only(environment)) {
            if (!ApiSecurityProperties.acceptable(environment.getRequiredProperty(LocalAccess.TOKEN).strip())) {
                throw new StartRefusedException(
                        "The token in HALO_ADMIN_TOKEN (%s) is not %s.".formatted(LocalAccess.TOKEN,
                                ApiSecurityProperties.allowed()),
                        "Set a longer one, for example the output of: openssl rand -hex 32");
            }
            return;
        }
        Map<String, Object> addresses = new HashMap<>();
        close(SERVER, environment, addresses);
        if (environment.getProperty("management.server.port") != null
                || environment.getProperty(MANAGEMENT) != null) {
            close(MANAGEMENT, environment, addresses);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("halo.security", addresses));
    }

    private static void close(String property, ConfigurableEnvironment environment, Map<String, Object> addresses) {
        String address = environment.getProperty(property);
        if (!StringUtils.hasText(address)) {
            addresses.put(property, LOOPBACK);
        } else if (!isLoopback(address.strip())) {
            throw new StartRefusedException(
                    "HALO is told to listen on %s (%s), where others can reach it, but HALO_ADMIN_TOKEN is not set."
                            .formatted(address, property),
                    "Set HALO_ADMIN_TOKEN to a secret of at least %d characters, or remove %s so that HALO listens on %s only."
                            .formatted(ApiSecurityProperties.SHORTEST_TOKEN, property, LOOPBACK));
        }
    }

    static boolean isLoopback(@Nullable String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
