package ink.dreamnet.halo.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Who is let in.
///
/// @param adminToken what an operator sends as `Authorization: Bearer`: at least 16 visible ASCII characters. Empty or
///        absent: HALO listens on the loopback address only and everyone on the machine is the operator.
/// @param openReads whether reads need no token; writes always do
@ConfigurationProperties("halo.security")
@Validated
record DoorProperties(@Nullable String adminToken, @DefaultValue("false") boolean openReads) {

    static final int SHORTEST_TOKEN = 16;

    DoorProperties {
        adminToken = adminToken == null || adminToken.isBlank() ? null : adminToken.strip();
        if (adminToken != null && !acceptable(adminToken)) {
            throw new IllegalArgumentException("the token is not " + allowed());
        }
    }

    static boolean acceptable(String token) {
        return token.length() >= SHORTEST_TOKEN && token.chars().allMatch(c -> c > ' ' && c < 127);
    }

    static String allowed() {
        return "at least %d visible ASCII characters without white space".formatted(SHORTEST_TOKEN);
    }

    /// Does not tell the token.
    @Override
    public String toString() {
        return "DoorProperties[adminToken=%s, openReads=%s]".formatted(adminToken == null ? "none" : "***", openReads);
    }
}
