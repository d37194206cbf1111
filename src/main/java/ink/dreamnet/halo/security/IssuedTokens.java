package ink.dreamnet.halo.security;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.nimbusds.jwt.SignedJWT;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/// The access tokens of the issuer that configuration names: JWTs (RFC 9068) of OpenID Connect. Spring Security checks the signature, by one of the
/// issuer's public keys and an asymmetric algorithm, the issuer, the audience and the time; here it is read whose it is.
final class IssuedTokens {

    /// How far the clocks of the issuer and of HALO may be apart.
    private static final Duration SKEW = Duration.ofSeconds(60);
    /// What `typ` may say (RFC 7519, section 5.1, and RFC 9068, section 2.1); it may be absent.
    private static final List<String> TYPES = List.of("JWT", "at+jwt", "application/at+jwt");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+|:-]{0,199}");
    /// Marks the fingerprint of a token that HALO does not keep.
    private static final String FINGERPRINT = "jwt:";
    private static final Logger LOG = LoggerFactory.getLogger(IssuedTokens.class);

    private final OidcProperties properties;
    private final @Nullable NimbusJwtDecoder decoder;

    /// A token that holds.
    ///
    /// @param owner whose it is
    /// @param expiresAt when it ends
    record Issued(Caller owner, Instant expiresAt) {
    }

    /// @param keys the issuer's; null where none is configured
    IssuedTokens(OidcProperties properties, @Nullable IssuerKeys keys, Clock clock) {
        this.properties = properties;
        this.decoder = keys == null ? null : decoder(properties, keys, clock);
    }

    private static NimbusJwtDecoder decoder(OidcProperties properties, IssuerKeys keys, Clock clock) {
        JwtTimestampValidator time = new JwtTimestampValidator(SKEW);
        time.setClock(clock);
        time.setAllowEmptyExpiryClaim(false);
        JwtTypeValidator type = new JwtTypeValidator(TYPES);
        type.setAllowEmpty(true);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(allowed -> allowed.addAll(List.of(SignatureAlgorithm.values()))).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(type, time,
                new JwtIssuerValidator(Objects.requireNonNull(properties.issuer())),
                new JwtAudienceValidator(Objects.requireNonNull(properties.audience())))));
        return decoder;
    }

    /// @return whether tokens of an issuer let anybody in
    boolean accepted() {
        return decoder != null;
    }

    /// @param presented what somebody presents
    /// @param digest its SHA-256
    /// @return empty where it is no token of the issuer for this HALO, or has ended
    /// @throws UnavailableException where the issuer's keys are not known
    Optional<Issued> find(String presented, byte[] digest) {
        if (decoder == null || !claimsTheIssuer(presented)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(decoder.decode(presented), digest));
        } catch (BadJwtException | InvalidInputException refused) {
            LOG.debug("A token of the issuer is refused", refused);
            return Optional.empty();
        } catch (JwtException away) {
            LOG.debug("A token cannot be checked", away);
            throw new UnavailableException(
                    "The issuer of this token does not say its keys, so it cannot be checked just now; other tokens go on",
                    IssuerKeys.PAUSE);
        }
    }

    /// What is anybody else's is refused without asking the issuer anything.
    ///
    /// @return whether it is a signed token that says that it is the issuer's
    boolean claimsTheIssuer(String presented) {
        if (decoder == null) {
            return false;
        }
        try {
            return Objects.equals(SignedJWT.parse(presented).getJWTClaimsSet().getIssuer(), properties.issuer());
        } catch (ParseException noJwt) {
            return false;
        }
    }

    private Issued read(Jwt jwt, byte[] digest) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(properties.rolesOf(texts(claim(jwt, properties.rolesClaim()))));
        String agent = roles.contains(Role.AGENT) ? subject(jwt, "agent", properties.agentClaim()) : null;
        String squad = roles.contains(Role.AGENT) && agent == null
                ? subject(jwt, "squad", properties.squadClaim())
                : null;
        if (roles.contains(Role.AGENT) && agent == null && squad == null) {
            throw new BadJwtException("it does not say which agents it speaks for");
        }
        String source = roles.contains(Role.SOURCE) ? text(jwt, properties.sourceClaim()) : null;
        if (roles.contains(Role.SOURCE) && properties.sourceClaim() != null && source == null) {
            throw new BadJwtException("it does not say which source it speaks for");
        }
        return new Issued(new Caller(actor(name(jwt), digest), roles, agent, squad, source, null),
                Objects.requireNonNull(jwt.getExpiresAt()));
    }

    /// @param digest the SHA-256 of the token that somebody presented
    static Actor actor(String name, byte[] digest) {
        return new Actor(name, FINGERPRINT + ConfiguredTokens.fingerprint(digest));
    }

    /// @return whether it is the fingerprint of a token of an issuer, of which one person has many
    static boolean issued(String fingerprint) {
        return fingerprint.startsWith(FINGERPRINT);
    }

    private String name(Jwt jwt) {
        String name = text(jwt, properties.nameClaim());
        if (name == null || !NAME.matcher(name).matches()
                || ConfiguredTokens.TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new BadJwtException("its claim %s names nobody".formatted(properties.nameClaim()));
        }
        return name;
    }

    private static @Nullable String subject(Jwt jwt, String kind, @Nullable String claim) {
        String id = text(jwt, claim);
        return id == null ? null : SubjectRef.checkId(kind, id);
    }

    private static @Nullable String text(Jwt jwt, @Nullable String claim) {
        return claim != null && claim(jwt, claim) instanceof String text && !text.isBlank() ? text : null;
    }

    /// @param path the name of a claim; one that is not there is looked for within others
    private static @Nullable Object claim(Jwt jwt, String path) {
        Map<?, ?> within = jwt.getClaims();
        String rest = path;
        while (!within.containsKey(rest)) {
            int dot = rest.indexOf('.');
            if (dot < 0 || !(within.get(rest.substring(0, dot)) instanceof Map<?, ?> inner)) {
                return null;
            }
            within = inner;
            rest = rest.substring(dot + 1);
        }
        return within.get(rest);
    }

    private static Set<String> texts(@Nullable Object claim) {
        Set<String> texts = new TreeSet<>();
        if (claim instanceof String text) {
            texts.addAll(List.of(text.split(" ")));
        } else if (claim instanceof Collection<?> values) {
            values.forEach(value -> texts.add(String.valueOf(value)));
        }
        return texts;
    }
}
