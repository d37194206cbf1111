package ink.dreamnet.halo.core;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

import javax.sql.DataSource;

/// The time of the database, which all replicas go by, whatever their own clocks say: a clock of this process, and how far
/// the database's is ahead of it. It ticks in milliseconds, the resolution of the wire, and goes on while the database is away.
final class DatabaseTime implements InstantSource {

    /// How long a comparison may wait for an answer.
    private static final int ANSWER_WITHIN_MILLIS = 5000;
    /// By how much the two may seem to differ only because both tick.
    private static final Duration TICK = Duration.ofMillis(2);

    private final DataSource dataSource;
    private final InstantSource local;
    private volatile Duration ahead = Duration.ZERO;

    /// @param local a clock of this process; it may be wrong, but must run evenly
    DatabaseTime(DataSource dataSource, InstantSource local) {
        this.dataSource = dataSource;
        this.local = local;
    }

    /// @return a clock that starts at the system's time and does not follow when somebody sets that
    static InstantSource steady() {
        Instant start = Clock.systemUTC().instant();
        long startNanos = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public Instant instant() {
        return local.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
    }

    /// Asks the database for its time, on a connection of its own.
    ///
    /// @throws SQLException where it does not answer
    void compare() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            // the pool sets it back
            connection.setNetworkTimeout(Runnable::run, ANSWER_WITHIN_MILLIS);
            try (Statement statement = connection.createStatement()) {
                Instant asked = local.instant();
                Instant time = read(statement);
                adjust(Duration.between(local.instant(), time), Duration.between(asked, time));
            }
        }
    }

    private static Instant read(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select current_timestamp")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /// @param least the database is at least that much ahead, and
    /// @param most at most that much; between the two is what the answer took
    private void adjust(Duration least, Duration most) {
        if (ahead.compareTo(least.minus(TICK)) < 0 || ahead.compareTo(most.plus(TICK)) > 0) {
            ahead = least.plus(most).dividedBy(2);
        }
    }
}
