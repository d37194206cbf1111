package ink.dreamnet.halo.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.CurrentActor;
import ink.dreamnet.halo.core.RequestId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The sessions of people at the console. A session speaks for the token that it was opened with: it has its roles, and ends with it. Of its
/// secret, which the browser keeps in a cookie, only the SHA-256 is stored; it holds on all replicas and over a restart.
@Service
public class BrowserSessions {

    /// The cookie with the secret.
    public static final String COOKIE = "halo_session";

    private static final Logger LOG = LoggerFactory.getLogger(BrowserSessions.class);
    private static final int SECRET_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final JdbcTemplate jdbc;
    private final ConfiguredTokens configured;
    private final AccessTokens made;
    private final AuditTrail audit;
    private final RefusalLog refusals;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    BrowserSessions(JdbcTemplate jdbc, ConfiguredTokens configured, AccessTokens made, AuditTrail audit,
            RefusalLog refusals, ApiSecurityProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.configured = configured;
        this.made = made;
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

    /// Opens a session.
    ///
    /// @param token a token of somebody who may read
    /// @param request who presents it
    /// @return empty where nobody has that token, it has ended, or it is an agent's or a source's, which have no use for pages
    @Transactional
    public Optional<Opened> open(String token, HttpServletRequest request) {
        String from = request.getRemoteAddr();
        byte[] digest = ConfiguredTokens.sha256(token);
        Optional<Caller> caller = owner(digest, from).filter(Caller::reads);
        if (caller.isEmpty()) {
            refusals.refused(request, "unauthenticated",
                    "a token that does not hold, or of somebody who does not read");
            return Optional.empty();
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        jdbc.update("delete from browser_session where expires_at <= ?", now.atOffset(ZoneOffset.UTC));
        jdbc.update("insert into browser_session (digest, token_digest, expires_at) values (?, ?, ?)", hash(secret),
                HEX.formatHex(digest), now.plus(lifetime).atOffset(ZoneOffset.UTC));
        audit.record(caller.get().actor(), new CurrentActor.Origin(caller.get().role(), from, RequestId.current()),
                List.of(new Change("session.opened", "session", caller.get().actor().name(), null, "open", null)));
        return Optional.of(new Opened(secret, lifetime));
    }

    /// Ends a session at once; one that has ended stays so.
    @Transactional
    public void close(String secret) {
        Caller caller = Callers.current();
        if (jdbc.update("delete from browser_session where digest = ?", hash(secret)) > 0 && caller != null) {
            audit.record(caller.actor(),
                    new Change("session.closed", "session", caller.actor().name(), "open", null, null));
        }
    }

    /// @return who is logged in; empty where the session, or the token that it was opened with, has ended
    Optional<Caller> owner(String secret, String from) {
        try {
            List<String> tokens = jdbc.query(
                    "select token_digest from browser_session where digest = ? and expires_at > ?",
                    (row, number) -> row.getString(1), hash(secret), clock.instant().atOffset(ZoneOffset.UTC));
            return tokens.stream().findFirst().flatMap(token -> owner(HEX.parseHex(token), from));
        } catch (DataAccessException away) {
            LOG.debug("Who is logged in is not known", away);
            return Optional.empty();
        }
    }

    private Optional<Caller> owner(byte[] digest, String from) {
        return configured.owner(digest).or(() -> made.owner(digest, from));
    }

    private static String hash(String secret) {
        return HEX.formatHex(ConfiguredTokens.sha256(secret));
    }
}
