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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.DatabaseFailure;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The tokens that were made over the API. Of a token only its SHA-256 is stored. What was made or revoked holds on every replica
/// within [#FRESH]; while the database is away, what was known last goes on, and of others it is not known whether they were made.
@Service
class AccessTokens {

    /// How long a replica goes by what it knows before it asks whether a token was made or revoked.
    static final Duration FRESH = Duration.ofSeconds(1);
    /// How exactly it is recorded when a token was last used.
    static final Duration USE = Duration.ofMinutes(10);
    static final String SCHEME = "halo_";
    /// How long somebody with a token that is not known waits until it is known whether it was made just now.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /// When to come again with a token or a session of which it is not known whether it holds.
    static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final String SUBJECT_TYPE = "token";
    private static final int SECRET_BYTES = 32;
    private static final int PREFIX = SCHEME.length() + 6;
    private static final String COLUMNS = "id, name, role, agent, squad, source, prefix, created_by, created_at, expires_at, last_used_at, last_used_from";

    private final JdbcTemplate jdbc;
    private final ConfiguredTokens configured;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Known known = new Known(Map.of(), null);
    private volatile long askedNanos = System.nanoTime() - 2 * FRESH.toNanos();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean unanswered;
    private final AtomicLong changes = new AtomicLong();
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();

    /// What this replica knows.
    ///
    /// @param byDigest the tokens by the hex of their SHA-256
    /// @param version of the table
    private record Known(Map<String, AccessToken> byDigest, @Nullable UUID version) {
    }

    AccessTokens(JdbcTemplate jdbc, ConfiguredTokens configured, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.configured = configured;
        this.audit = audit;
        this.clock = clock;
    }

    /// A token with what its holder presents, which is shown once.
    record Made(AccessToken token, String secret) {
    }

    /// What a token is to be.
    record Order(String name, Role role, @Nullable String agent, @Nullable String squad, @Nullable String source,
            @Nullable Instant expiresAt) {
    }

    /// Makes a token.
    @Transactional
    Made make(Order order, Actor actor) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = SCHEME + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        UUID id = Ids.next();
        jdbc.update("""
                insert into access_token (id, name, role, agent, squad, source, prefix, digest, created_by, created_at,
                expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", id, order.name(), order.role().name(),
                order.agent(), order.squad(), order.source(), secret.substring(0, PREFIX),
                Sha256.hex(secret), actor.name(), time(clock.instant()),
                order.expiresAt() == null ? null : time(order.expiresAt()));
        changed();
        audit.record(actor, new Change("token.created", SUBJECT_TYPE, id.toString(), null, "in-force",
                "%s of %s%s".formatted(order.role().wire(), order.name(), binding(order))));
        return new Made(get(id), secret);
    }

    private static String binding(Order order) {
        return order.agent() != null
                ? ", agent " + order.agent()
                : order.squad() != null
                        ? ", squad " + order.squad()
                        : order.source() != null ? ", source " + order.source() : "";
    }

    /// Revokes a token.
    ///
    /// @throws NotFoundException where there is none of that id
    @Transactional
    void revoke(UUID id, Actor actor) {
        AccessToken token = get(id);
        jdbc.update("delete from access_token where id = ?", id);
        changed();
        audit.record(actor, new Change("token.revoked", SUBJECT_TYPE, id.toString(), "in-force", "revoked",
                "%s of %s".formatted(token.role().wire(), token.name())));
    }

    /// @return the tokens that were not revoked, the newest first
    @Transactional(readOnly = true)
    Page<AccessToken> list(PageQuery page) {
        UUID before = page.beforeId();
        return Page.of(jdbc.query("select " + COLUMNS + " from access_token"
                + (before == null ? "" : " where id < ?") + " order by id desc limit " + (page.limit() + 1),
                AccessTokens::read, before == null ? new Object[0] : new Object[]{before}), page,
                token -> token.id().toString());
    }

    private AccessToken get(UUID id) {
        return jdbc.query("select " + COLUMNS + " from access_token where id = ?", AccessTokens::read, id).stream()
                .findFirst().orElseThrow(() -> new NotFoundException(SUBJECT_TYPE, id));
    }

    private void changed() {
        jdbc.update("update access_token_version set version = ?", Ids.next());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                changes.incrementAndGet();
                askedNanos = System.nanoTime() - FRESH.toNanos();
            }
        });
    }

    /// @param digest the SHA-256 of what is presented
    /// @param from the address of who presents it
    /// @return whose token it is; empty where it is none, was revoked, or has ended
    /// @throws UnavailableException where this replica does not know it, and the database does not say whether it was made
    Optional<Caller> owner(byte[] digest, String from) {
        Known now = fresh();
        String hex = HexFormat.of().formatHex(digest);
        AccessToken token = now.byDigest().get(hex);
        if (token == null) {
            boolean answered = answered();
            now = known;
            token = now.byDigest().get(hex);
            if (token == null && !answered) {
                // it may well have been made, on another replica
                throw new UnavailableException(DatabaseFailure.AWAY.sentence(), ASK_AGAIN);
            }
        }
        if (token == null || token.expired(clock.instant())) {
            return Optional.empty();
        }
        use(token, from);
        Set<Role> roles = EnumSet.of(token.role());
        if (token.role() == Role.ADMIN
                && (operator(token.name(), now) || configured.operator(token.name()))) {
            roles.add(Role.OPERATOR);
        }
        return Optional.of(new Caller(new Actor(token.name(), ConfiguredTokens.fingerprint(digest)), roles,
                token.agent(), token.squad(), token.source(), from));
    }

    /// @return whether an operator of that name has a token that holds
    boolean operator(String name) {
        return operator(name, fresh());
    }

    private boolean operator(String name, Known among) {
        Instant now = clock.instant();
        return among.byDigest().values().stream()
                .anyMatch(token -> token.role() == Role.OPERATOR && token.name().equals(name) && !token.expired(now));
    }

    /// One caller asks, and the others go by what is known meanwhile, so that a database that does not answer holds nobody up but that
    /// one; only before the first answer all wait a little.
    private Known fresh() {
        if (System.nanoTime() - askedNanos < FRESH.toNanos()) {
            return known;
        }
        if (known.version() == null ? !awaitTurn() : !asking.tryLock()) {
            return known;
        }
        if (System.nanoTime() - askedNanos < FRESH.toNanos()) {
            asking.unlock();
            return known;
        }
        long began = System.nanoTime();
        long changesBefore = changes.get();
        try {
            UUID version = jdbc.queryForObject("select version from access_token_version", UUID.class);
            if (known.version() == null || !known.version().equals(version)) {
                known = load(version);
                used.keySet().retainAll(known.byDigest().values().stream().map(AccessToken::id).toList());
            }
            unanswered = false;
        } catch (DataAccessException away) {
            unanswered = true;
            LOG.debug("Whether a token was revoked is not known", away);
        } finally {
            // what was changed here meanwhile is asked for again
            askedNanos = changes.get() == changesBefore ? began : began - FRESH.toNanos();
            asking.unlock();
        }
        return known;
    }

    /// Waits for whoever asks just now: a token that is not known may have been made a moment ago.
    ///
    /// @return whether the database answered when it was asked last
    private boolean answered() {
        if (known.version() != null && asking.isLocked()) {
            if (!awaitTurn()) {
                return false;
            }
            asking.unlock();
        }
        return !unanswered && known.version() != null;
    }

    /// @return whether it may ask now, and has to unlock
    private boolean awaitTurn() {
        try {
            return asking.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Known load(@Nullable UUID version) {
        Map<String, AccessToken> byDigest = new HashMap<>();
        jdbc.query("select digest, " + COLUMNS + " from access_token", row -> {
            byDigest.put(row.getString("digest"), read(row, 0));
        });
        return new Known(byDigest, version);
    }

    private void use(AccessToken token, String from) {
        Instant now = clock.instant();
        Instant before = used.get(token.id());
        if (before != null && Duration.between(before, now).compareTo(USE) < 0) {
            return;
        }
        used.put(token.id(), now);
        try {
            jdbc.update("update access_token set last_used_at = ?, last_used_from = ? where id = ?", time(now), from,
                    token.id());
        } catch (DataAccessException away) {
            LOG.debug("The use of token {} was not recorded", token.id(), away);
        }
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static AccessToken read(ResultSet row, int number) throws SQLException {
        return new AccessToken(row.getObject("id", UUID.class), row.getString("name"),
                Role.valueOf(row.getString("role")), row.getString("agent"), row.getString("squad"),
                row.getString("source"), row.getString("prefix"), row.getString("created_by"),
                Objects.requireNonNull(instant(row, "created_at")), instant(row, "expires_at"),
                instant(row, "last_used_at"), row.getString("last_used_from"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
