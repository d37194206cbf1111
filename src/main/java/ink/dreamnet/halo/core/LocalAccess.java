package ink.dreamnet.halo.core;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/// Says whether HALO has no token. It then serves its own machine only, and whoever calls it sits there.
public final class LocalAccess {

    /// The administrator's token.
    public static final String TOKEN = "halo.security.admin-token";

    private LocalAccess() {
    }

    /// @return whether everyone who calls the API is on this machine
    public static boolean only(Environment environment) {
        return !StringUtils.hasText(environment.getProperty(TOKEN));
    }
}
