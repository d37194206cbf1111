package ink.dreamnet.halo.core;

import java.io.EOFException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.TcpProxy;
import ink.dreamnet.halo.support.TestDatabase;
import ink.dreamnet.halo.trigger.CycleRequests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/// What is known after a failure of the database, also of connections that really end.
@HaloTest
@OnPostgres
class DatabaseFailureTest {

    @Autowired
    TransactionTemplate transaction;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    DataSource dataSource;
    @Autowired
    CycleRequests requests;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"08006,AWAY", "08001,AWAY", "57P01,AWAY", "57P03,AWAY", "53300,AWAY",
            "25P03,BUSY", "25P04,BUSY",
            "58030,AWAY", "90098,AWAY", "40001,BUSY", "40P01,BUSY", "55P03,BUSY", "57014,BUSY", "23505,-", "42P01,-",
            "54000,-", "-,-"})
    void ofGoesByTheStateOfTheDriverWhateverWrapsIt(@Nullable String state, @Nullable DatabaseFailure expected) {
        SQLException failed = new SQLException("failed", state);
        Optional<DatabaseFailure> known = Optional.ofNullable(expected);
        assertThat(DatabaseFailure.of(failed)).isEqualTo(known);
        assertThat(DatabaseFailure.of(new UncategorizedSQLException("task", null, failed))).isEqualTo(known);
        assertThat(DatabaseFailure.of(new JpaSystemException(new RuntimeException(failed)))).isEqualTo(known);
        assertThat(DatabaseFailure.of(new TransactionSystemException("could not commit", failed))).isEqualTo(known);
    }

    @Test
    void ofGoesBySpringsTypesWhereTheDriverSaysNothing() {
        assertThat(DatabaseFailure.of(new DataAccessResourceFailureException("x", new EOFException())))
                .contains(DatabaseFailure.AWAY);
        assertThat(DatabaseFailure.of(new CannotCreateTransactionException("x"))).contains(DatabaseFailure.AWAY);
        assertThat(DatabaseFailure.of(new RecoverableDataAccessException("x"))).contains(DatabaseFailure.AWAY);
        assertThat(DatabaseFailure.of(new QueryTimeoutException("x"))).contains(DatabaseFailure.BUSY);
        assertThat(DatabaseFailure.of(new DataAccessResourceFailureException("x", new SQLException("x", "54001"))))
                .as("a statement that is too complex").isEmpty();
        assertThat(DatabaseFailure.of(new DataIntegrityViolationException("x"))).isEmpty();
        assertThat(DatabaseFailure.of(new UnexpectedRollbackException("x"))).isEmpty();
        assertThat(DatabaseFailure.of(new IllegalStateException("a bug"))).isEmpty();
    }

    @Test
    void ofWhenAllConnectionsAreInUseSaysSo() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(TestDatabase.newH2Url());
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(250);
            try (Connection only = pool.getConnection()) {
                assertThat(only.isValid(1)).isTrue();
                assertThat(DatabaseFailure.of(catchThrowable(pool::getConnection)))
                        .contains(DatabaseFailure.EXHAUSTED);
            }
        }
        assertThat(DatabaseFailure.of(new SQLTransientConnectionException("x", "08001", new SQLException("refused"))))
                .as("it could not connect").contains(DatabaseFailure.AWAY);
    }

    private void endConnection() {
        String process = jdbc.queryForObject("select pg_backend_pid()", String.class);
        try (Connection other = dataSource.getConnection(); Statement statement = other.createStatement()) {
            statement.execute("select pg_terminate_backend(%s)".formatted(process));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void commitWhenTheConnectionIsLostIsUncertain() {
        Throwable failed = catchThrowable(() -> transaction.executeWithoutResult(tx -> endConnection()));
        assertThat(DatabaseFailure.of(failed)).contains(DatabaseFailure.UNCERTAIN);
    }

    @Test
    void statementWhenTheConnectionIsLostIsNotCommitted() {
        Throwable failed = catchThrowable(() -> transaction.executeWithoutResult(tx -> {
            endConnection();
            jdbc.queryForObject("select 1", Integer.class);
        }));
        assertThat(DatabaseFailure.of(failed)).contains(DatabaseFailure.AWAY);
    }

    /// Hibernate finds nothing then, instead of failing.
    @Test
    void findWhenTheConnectionIsLostIsNoAnswerThatThereIsNone() {
        Throwable failed = catchThrowable(() -> transaction.execute(tx -> {
            endConnection();
            UUID id = Ids.next();
            return requests.find(id).orElseThrow(() -> new NotFoundException("request", id));
        }));
        assertThat(DatabaseFailure.of(failed)).contains(DatabaseFailure.AWAY);
        assertThat(DatabaseFailure.of(catchThrowable(() -> transaction.executeWithoutResult(tx -> {
            endConnection();
            assertThat(requests.find(Ids.next())).isEmpty();
        })))).isPresent();
    }

    @Test
    void commitWhenAConstraintIsBrokenIsNoFailureOfTheDatabase() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(
                tx -> jdbc.update("insert into dispatch_gate (id) values (1)")))
                .satisfies(failed -> assertThat(DatabaseFailure.of(failed)).isEmpty());
    }

    @Test
    void statementsOnPostgresEnd() {
        assertThat(jdbc.queryForObject("show lock_timeout", String.class)).isEqualTo("20s");
        assertThat(jdbc.queryForObject("show statement_timeout", String.class)).isEqualTo("25s");
        assertThat(jdbc.queryForObject("show idle_in_transaction_session_timeout", String.class)).isEqualTo("20s");
        assertThat(jdbc.queryForObject("show transaction_timeout", String.class)).isEqualTo("40s");
        assertThat(jdbc.queryForObject("show tcp_keepalives_idle", String.class)).isEqualTo("15");
    }

    /// For the server its client is in the middle of a batch, so that neither the time-out of statements nor that of idle
    /// transactions ends it.
    @Test
    void batchWhenTheConnectionFreezesInItHoldsItsLocksNoLongerThanATransactionMayTake() throws Exception {
        String url = TestDatabase.newPostgresUrl();
        int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
        try (TcpProxy proxy = TcpProxy.before(port);
                Connection frozen = DriverManager.getConnection(url.replace(":" + port + "/", ":" + proxy.port() + "/")
                        + "&socketTimeout=1&options=-c%20transaction_timeout=3s");
                Connection other = DriverManager.getConnection(url + "&options=-c%20lock_timeout=20s");
                Statement waiting = other.createStatement()) {
            frozen.setAutoCommit(false);
            try (PreparedStatement pause = frozen
                    .prepareStatement("update dispatch_gate set pause_reason = ? where id = 1")) {
                for (int i = 0; i < 500; i++) {
                    pause.setString(1, "x".repeat(500));
                    pause.addBatch();
                }
                proxy.freezeAfter(100_000);
                assertThatThrownBy(pause::executeBatch).isInstanceOf(SQLException.class);
            }
            assertThat(waiting.executeUpdate("update dispatch_gate set pause_reason = null where id = 1")).isOne();
        }
    }

    /// What the operator's URL says is followed: one second instead of thirty.
    @Test
    void statementWhenTheConnectionFreezesEndsAndTheNextHasAnother() throws Exception {
        String url = TestDatabase.emptyPostgresUrl();
        int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
        try (TcpProxy proxy = TcpProxy.before(port); HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url.replace(":" + port + "/", ":" + proxy.port() + "/")
                    + "&socketTimeout=1&options=-c%20lock_timeout=7s");
            pool.setMaximumPoolSize(4);
            pool.setConnectionTimeout(10_000);
            pool.setValidationTimeout(1000);
            new PostgresTimeouts().postProcessBeforeInitialization(pool, "dataSource");
            JdbcTemplate frozen = new JdbcTemplate(pool);
            assertThat(frozen.queryForObject("show lock_timeout", String.class)).isEqualTo("7s");
            assertThat(frozen.queryForObject("show statement_timeout", String.class)).isEqualTo("25s");
            proxy.freeze();
            long began = System.nanoTime();
            Throwable failed = catchThrowable(() -> frozen.queryForObject("select 1", Integer.class));
            assertThat(DatabaseFailure.of(failed)).contains(DatabaseFailure.AWAY);
            assertThat(frozen.queryForObject("select 1", Integer.class)).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
        }
    }
}
