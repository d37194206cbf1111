package ink.dreamnet.halo.security;

import java.time.Duration;
import java.util.List;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Who is let in.
///
/// @param adminToken what an operator sends as `Authorization: Bearer`: at least 16 visible ASCII characters. Empty or
///        absent: HALO listens on the loopback address only and everyone on the machine is the operator.
/// @param openReads whether reads need no token; writes always do
/// @param operators people who have a token of their own, so that the audit trail and a quorum tell them apart. Only with an
///        `adminToken`.
/// @param session how long somebody stays logged in at the console, 1 minute to 30 days
@ConfigurationProperties("halo.security")
@Validated
record ApiSecurityProperties(@Nullable String adminToken, @DefaultValue("false") boolean openReads,
        @DefaultValue List<Operator> operators,
        @DefaultValue("12h") @DurationMin(minutes = 1) @DurationMax(days = 30) Duration session) {

    static final int SHORTEST_TOKEN = 16;

    ApiSecurityProperties {
        adminToken = adminToken == null || adminToken.isBlank() ? null : adminToken.strip();
        if (adminToken != null && !acceptable(adminToken)) {
            throw new IllegalArgumentException("the token is not " + allowed());
        }
        operators = List.copyOf(operators);
        if (adminToken == null && !operators.isEmpty()) {
            throw new IllegalArgumentException(
                    "halo.security.operators names people, but HALO_ADMIN_TOKEN is not set; set it too");
        }
    }

    /// Someone who has a token of their own.
    ///
    /// @param name how the audit trail calls them: 1 to 60 letters, digits and `. _ @ -`, each name once, none of `admin`,
    ///        `halo` and `local`
    /// @param token their token, as `admin-token`; `env:NAME` and `file:/path` say where it is kept
    record Operator(@Nullable String name, @Nullable String token) {

        /// Does not tell the token.
        @Override
        public String toString() {
            return "Operator[name=%s]".formatted(name);
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
        return "ApiSecurityProperties[adminToken=%s, openReads=%s, operators=%s]".formatted(
                adminToken == null ? "none" : "***", openReads, operators);
    }
}
