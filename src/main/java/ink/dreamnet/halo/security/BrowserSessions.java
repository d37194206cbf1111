package ink.dreamnet.halo.security;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.core.RequestId;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The sessions of people at the console. A session speaks for the token that it was opened with: it has its roles, and ends with it. Of its
/// secret, which the browser keeps in a cookie, only the SHA-256 is stored; it holds on all replicas and over a restart. A replica goes by
/// what it knows of a session for [AccessTokens#FRESH], and while the database is away.
@Service
public class BrowserSessions {

    /// The cookie with the secret.
    public static final String COOKIE = "halo_session";

    private static final Logger LOG = LoggerFactory.getLogger(BrowserSessions.class);
    private static final int SECRET_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    /// How many sessions are remembered before those are forgotten that nobody asked for lately.
    private static final int MOST_KNOWN = 10_000;

    private final JdbcTemplate jdbc;
    private final TokenOwners tokens;
    private final IssuedTokens issued;
    private final Guesses guesses;
    private final AuditTrail audit;
    private final RefusalLog refusals;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /// A session as it is stored.
    ///
    /// @param tokenDigest the SHA-256 of the token that it was opened with, in hex
    /// @param owner whose it is where the token was an issuer's; null where HALO knows the token
    private record Session(String tokenDigest, @Nullable Caller owner, Instant expiresAt) {
    }

    /// What this replica knows of a session.
    ///
    /// @param session null where there is none
    private record Known(@Nullable Session session, long askedNanos) {

        private boolean fresh() {
            return System.nanoTime() - askedNanos < AccessTokens.FRESH.toNanos();
        }
    }

    BrowserSessions(JdbcTemplate jdbc, TokenOwners tokens, IssuedTokens issued, Guesses guesses, AuditTrail audit,
            RefusalLog refusals, ApiSecurityProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.issued = issued;
        this.guesses = guesses;
        this.audit = audit;
        this.refusals = refusals;
        this.lifetime = properties.session();
        this.clock = clock;
    }

    /// An open session.
    ///
    /// @param secret what the browser presents from now on
    /// @param lifetime how long it lasts
    public record Opened(String secret, Duration lifetime) {
    }

    /// Opens a session. With a token of an issuer it has the roles that the token has now, and ends with it.
    ///
    /// @param token a token of somebody who may read
    /// @param request who presents it
    /// @return empty where nobody has that token, it has ended, or it is an agent's or a source's, which have no use for pages
    /// @throws TooManyRequestsException where too many wrong tokens came from the address
    /// @throws UnavailableException where it is not known whether the token holds: its issuer does not say its keys, or the database is away
    @Transactional
    public Optional<Opened> open(String token, HttpServletRequest request) {
        String from = request.getRemoteAddr();
        Optional<TokenOwners.Holder> holder = tokens.find(token, from).filter(found -> found.caller().reads());
        Instant now = clock.instant();
        Instant ends = holder.map(TokenOwners.Holder::expiresAt).filter(end -> end.isBefore(now.plus(lifetime)))
                .orElse(now.plus(lifetime));
        if (holder.isEmpty() || !ends.isAfter(now)) {
            refusals.refused(request, "unauthenticated",
                    "a token that does not hold, or of somebody who does not read");
            return Optional.empty();
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Caller caller = holder.get().caller();
        boolean ofIssuer = holder.get().expiresAt() != null;
        jdbc.update("delete from browser_session where expires_at <= ?", now.atOffset(ZoneOffset.UTC));
        jdbc.update(
                "insert into browser_session (digest, token_digest, name, roles, expires_at) values (?, ?, ?, ?, ?)",
                Sha256.hex(secret), Sha256.hex(token), ofIssuer ? caller.actor().name() : null,
                ofIssuer ? caller.roles().stream().map(Role::name).collect(Collectors.joining(",")) : null,
                ends.atOffset(ZoneOffset.UTC));
        guesses.expect(from, Sha256.of(secret));
        audit.record(caller.actor(), new CurrentActor.Origin(caller.role(), from, RequestId.current()),
                List.of(new Change("session.opened", "session", caller.actor().name(), null, "open", null)));
        return Optional.of(new Opened(secret, Duration.between(now, ends)));
    }

    /// Ends a session at once; one that has ended stays so.
    @Transactional
    public void close(String secret) {
        Caller caller = Callers.current();
        String digest = Sha256.hex(secret);
        if (jdbc.update("delete from browser_session where digest = ?", digest) > 0 && caller != null) {
            audit.record(caller.actor(),
                    new Change("session.closed", "session", caller.actor().name(), "open", null, null));
        }
        known.remove(digest);
    }

    /// @return who is logged in; empty where the session, or the token that it was opened with, has ended
    /// @throws UnavailableException where this replica does not know the session yet, and the database is away
    /// @throws TooManyRequestsException where too many wrong secrets came from the address
    Optional<Caller> owner(String secret, String from) {
        byte[] digest = Sha256.of(secret);
        return guesses.judge(from, digest, false, () -> Optional.ofNullable(session(HEX.formatHex(digest)))
                .filter(session -> session.expiresAt().isAfter(clock.instant()))
                .flatMap(session -> session.owner() == null
                        ? tokens.find(HEX.parseHex(session.tokenDigest()), from)
                        : Optional.of(session.owner().from(from)).filter(_ -> issued.accepted())));
    }

    private @Nullable Session session(String digest) {
        Known last = known.get(digest);
        if (last != null && last.fresh()) {
            return last.session();
        }
        if (last != null) {
            // the others go by that while this one asks
            known.put(digest, new Known(last.session(), System.nanoTime()));
        } else if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(each -> !each.fresh());
        }
        try {
            Session session = jdbc.query(
                    "select token_digest, name, roles, expires_at from browser_session where digest = ?",
                    BrowserSessions::read, digest).stream().findFirst().orElse(null);
            known.put(digest, new Known(session, System.nanoTime()));
            return session;
        } catch (DataAccessException away) {
            LOG.debug("Who is logged in is not known", away);
            if (last == null) {
                // they may well be logged in, on another replica
                throw new UnavailableException(DatabaseFailure.AWAY.sentence(), AccessTokens.ASK_AGAIN);
            }
            return last.session();
        }
    }

    private static Session read(ResultSet row, int number) throws SQLException {
        String digest = row.getString("token_digest");
        String name = row.getString("name");
        return new Session(digest, name == null
                ? null
                : Caller.of(IssuedTokens.actor(name, HEX.parseHex(digest)),
                        Stream.of(row.getString("roles").split(",")).map(Role::valueOf).toArray(Role[]::new)),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
