package ink.dreamnet.halo.security;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.Role;
import ink.dreamnet.halo.core.Sha256;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TestClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

@HaloTest
abstract class BrowserSessionsTest {

    private static final String FROM = "127.0.0.1";

    @Autowired
    BrowserSessions sessions;
    @Autowired
    AccessTokens tokens;
    @Autowired
    ConfiguredTokens configured;
    @Autowired
    TokenOwners owners;
    @Autowired
    IssuedTokens issued;
    @Autowired
    Guesses guesses;
    @Autowired
    AuditTrail audit;
    @Autowired
    RefusalLog refusals;
    @Autowired
    ApiSecurityProperties properties;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;

    @OnH2
    static class OnH2Test extends BrowserSessionsTest {
    }

    @OnPostgres
    static class OnPostgresTest extends BrowserSessionsTest {
    }

    @Test
    void ownerWhenTheSessionIsOpenIsTheTokensAndElseNobody() {
        AccessTokens.Made made = tokens.make(
                new AccessTokens.Order("reader", Role.VIEWER, null, null, null, null), Actor.LOCAL);
        String secret = sessions.open(made.secret(), new MockHttpServletRequest()).orElseThrow().secret();
        String other = sessions.open(made.secret(), new MockHttpServletRequest()).orElseThrow().secret();

        assertThat(sessions.owner(secret, FROM)).hasValueSatisfying(
                caller -> assertThat(caller.actor().name()).isEqualTo("reader"));
        assertThat(sessions.owner(made.secret(), FROM)).as("a token is no session").isEmpty();
        sessions.close(secret);
        assertThat(sessions.owner(secret, FROM)).isEmpty();
        assertThat(sessions.owner(other, FROM)).isPresent();
        clock.advance(Duration.ofHours(12));
        assertThat(sessions.owner(other, FROM)).isEmpty();
    }

    @Test
    void ownerWhenAnotherReplicaClosedTheSessionIsKnownForASecondAndNoLonger() {
        BrowserSessions replica = new BrowserSessions(jdbc, owners, issued, guesses, audit, refusals, properties,
                clock);
        AccessTokens.Made made = tokens.make(
                new AccessTokens.Order("reader", Role.VIEWER, null, null, null, null), Actor.LOCAL);
        String secret = sessions.open(made.secret(), new MockHttpServletRequest()).orElseThrow().secret();
        assertThat(replica.owner(secret, FROM)).isPresent();

        sessions.close(secret);
        long closed = System.nanoTime();
        boolean known = replica.owner(secret, FROM).isPresent();
        assertThat(known || System.nanoTime() - closed > AccessTokens.FRESH.toNanos()).as("without a query").isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> replica.owner(secret, FROM).isEmpty());
    }

    @Test
    void ownerWhenTheDatabaseIsAwayAndTheTokenIsNotKnownHereIsToComeAgain() {
        DelegatingDataSource database = new DelegatingDataSource(Objects.requireNonNull(jdbc.getDataSource()));
        AccessTokens replica = new AccessTokens(new JdbcTemplate(database), configured, audit, clock);
        AccessTokens.Order order = new AccessTokens.Order("reader", Role.VIEWER, null, null, null, null);
        byte[] known = Sha256.of(tokens.make(order, Actor.LOCAL).secret());
        assertThat(replica.owner(known, FROM)).isPresent();

        byte[] made = Sha256.of(tokens.make(order, Actor.LOCAL).secret());
        database.setTargetDataSource(new DriverManagerDataSource("jdbc:h2:./none;IFEXISTS=TRUE"));
        await().untilAsserted(() -> assertThatThrownBy(() -> replica.owner(made, FROM))
                .isInstanceOf(UnavailableException.class));
        assertThat(replica.owner(known, FROM)).isPresent();

        database.setTargetDataSource(jdbc.getDataSource());
        await().ignoreExceptions().until(() -> replica.owner(made, FROM).isPresent());
        assertThat(replica.owner(new byte[32], FROM)).isEmpty();
    }

    @Test
    void ownerWhenTheDatabaseNeverAnsweredIsToComeAgainAndHeldUpByNobody() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch away = new CountDownLatch(1);
        JdbcTemplate silent = new JdbcTemplate(new DriverManagerDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                asked.countDown();
                try {
                    away.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("no connection");
            }
        });
        AccessTokens replica = new AccessTokens(silent, configured, audit, clock);
        Thread first = Thread.startVirtualThread(() -> assertThatThrownBy(() -> replica.owner(new byte[32], FROM))
                .isInstanceOf(UnavailableException.class));
        asked.await();
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> replica.owner(new byte[32], FROM))
                        .isInstanceOf(UnavailableException.class));
        away.countDown();
        first.join();
    }

    @Test
    void ownerWhenTheDatabaseIsAwayAndTheSessionIsNotKnownHereIsToComeAgain() {
        JdbcTemplate away = new JdbcTemplate(new DriverManagerDataSource("jdbc:h2:./none;IFEXISTS=TRUE"));
        BrowserSessions replica = new BrowserSessions(away, owners, issued, guesses, audit, refusals, properties,
                clock);
        assertThatThrownBy(() -> replica.owner("a-cookie-of-another-replica", FROM))
                .isInstanceOf(UnavailableException.class);
    }
}
