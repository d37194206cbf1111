package ink.dreamnet.halo.security;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/// Whose OpenID Connect access tokens (JWT) let somebody in.
///
/// @param issuer the issuer, as its tokens name it in `iss`: an `https` URL, or `http` on the loopback address; absent: no JWT lets anybody in.
///        HALO asks it for its keys at `/.well-known/openid-configuration`, when the first token comes
/// @param audience what `aud` must have, so that tokens for other services are not good here; required with an issuer
/// @param nameClaim the claim that names the person. Whoever has the same name is the same person, so the issuer must let nobody choose it
/// @param rolesClaim the claim with the roles or groups: a list, or one text with blanks between; `realm_access.roles` is `roles` in `realm_access`
/// @param roles for each role of HALO (`viewer`, `agent`, `source`, `operator`, `admin`) the values of `rolesClaim` that give it; a token without any of them is answered with 403
/// @param agentClaim the claim with the agent that a token of the role `agent` speaks for
/// @param squadClaim the claim with the squad whose agents a token of the role `agent` speaks for
/// @param sourceClaim the claim with the source that a token of the role `source` speaks for; all where none is configured
@ConfigurationProperties("halo.security.oidc")
record OidcProperties(@Nullable String issuer, @Nullable String audience, @DefaultValue("sub") String nameClaim,
        @DefaultValue("roles") String rolesClaim, @DefaultValue Map<String, Set<String>> roles,
        @Nullable String agentClaim, @Nullable String squadClaim, @Nullable String sourceClaim) {

    private static final String PREFIX = "halo.security.oidc.";

    OidcProperties {
        issuer = StringUtils.hasText(issuer) ? issuer.strip() : null;
        roles = Map.copyOf(roles);
        if (issuer != null) {
            if (!trustworthy(issuer)) {
                throw new IllegalArgumentException(
                        PREFIX + "issuer is '%s', not an https URL (or http on the loopback address) without a query"
                                .formatted(issuer));
            }
            required("audience", audience);
            required("name-claim", nameClaim);
            required("roles-claim", rolesClaim);
            roles.keySet().forEach(role -> {
                if (Stream.of(Role.values()).noneMatch(known -> known.wire().equals(role))) {
                    throw new IllegalArgumentException(
                            PREFIX + "roles has '%s', which is none of %s".formatted(role, Wire.allowed(Role.class)));
                }
            });
            if (roles.values().stream().allMatch(Set::isEmpty)) {
                throw new IllegalArgumentException(PREFIX
                        + "roles gives no role to anybody; name the values of %s for viewer, agent, source, operator or admin"
                                .formatted(rolesClaim));
            }
            if (roles.containsKey(Role.AGENT.wire()) && agentClaim == null && squadClaim == null) {
                throw new IllegalArgumentException(PREFIX
                        + "roles has agent, but neither agent-claim nor squad-claim says which agents its tokens speak for");
            }
        } else if (audience != null || !roles.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "issuer is missing");
        }
    }

    private static void required(String name, @Nullable String value) {
        if (!StringUtils.hasText(value)) {
            throw new IllegalArgumentException(PREFIX + name + " is missing");
        }
    }

    /// @return whether what is fetched from a URL can be believed: nobody on the way could have changed it
    static boolean trustworthy(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && loopback(uri.getHost()));
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }

    private static boolean loopback(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /// @return the roles that values of the claim give
    List<Role> rolesOf(Set<String> values) {
        return Stream.of(Role.values())
                .filter(role -> roles.getOrDefault(role.wire(), Set.of()).stream().anyMatch(values::contains))
                .toList();
    }
}
