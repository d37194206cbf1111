package ink.dreamnet.halo.core;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/// A failure of the database that says nothing of what was to be written: the same call may succeed later. A constraint that
/// was violated, a wrong statement and a mistake in HALO are none.
public enum DatabaseFailure {

    /// It cannot be reached, it starts or shuts down, or it has no room. The transaction was not committed.
    AWAY("The database cannot be reached just now; try again"),
    /// All connections of this process are in use. Nothing was done.
    EXHAUSTED("All connections to the database are in use just now; try again"),
    /// A lock or an answer did not come in time, the transaction itself took too long, or another one won. It was not committed.
    BUSY("The database is too busy just now; try again"),
    /// The connection was lost during the commit.
    UNCERTAIN("The database was lost during the commit: it is unknown whether the change was stored; "
            + "read it again before you repeat it");

    private static final int DEEPEST = 20;
    /// H2: the connection is broken, the database is closed, or being closed.
    private static final Set<String> H2_AWAY = Set.of("90067", "90098", "90121");

    /// PostgreSQL ended the connection because its transaction did nothing, or went on, for too long ([PostgresTimeouts]).
    private static final Set<String> TRANSACTION_TOO_LONG = Set.of("25P03", "25P04");

    private final String sentence;

    DatabaseFailure(String sentence) {
        this.sentence = sentence;
    }

    /// @return what to tell a caller
    public String sentence() {
        return sentence;
    }

    /// Looks for such a failure among the causes of an exception: the deepest says best what happened.
    ///
    /// @return empty where something else failed
    public static Optional<DatabaseFailure> of(Throwable failed) {
        DatabaseFailure found = null;
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof UncertainCommitException) {
                return Optional.of(UNCERTAIN);
            }
            if (cause instanceof SQLException sql && isLimit(sql)) {
                return Optional.empty();
            }
            DatabaseFailure kind = kind(cause);
            found = kind == null ? found : kind;
            cause = cause.getCause();
        }
        return Optional.ofNullable(found);
    }

    /// SQLSTATE class 54: a statement is too long or complex, now and ever, though Spring takes it for a want of resources.
    private static boolean isLimit(SQLException failed) {
        return failed.getSQLState() != null && failed.getSQLState().startsWith("54");
    }

    private static @Nullable DatabaseFailure kind(Throwable cause) {
        return switch (cause) {
            // of the pool: its cause says why it could not connect, where it tried
            case SQLTransientConnectionException pool when pool.getCause() == null -> EXHAUSTED;
            case SQLTransientConnectionException away -> AWAY;
            case SQLNonTransientConnectionException away -> AWAY;
            case SQLRecoverableException away -> AWAY;
            case SQLException failed when isAway(failed) -> AWAY;
            case SQLTransientException busy -> BUSY;
            case SQLException failed when isBusy(failed) -> BUSY;
            case CannotCreateTransactionException away -> AWAY;
            case DataAccessResourceFailureException away -> AWAY;
            case RecoverableDataAccessException away -> AWAY;
            case TransientDataAccessException busy -> BUSY;
            case TransactionTimedOutException busy -> BUSY;
            default -> null;
        };
    }

    private static boolean isAway(SQLException failed) {
        String state = failed.getSQLState();
        return state == null
                // HikariCP, of a connection that it has dropped
                ? "Connection is closed".equals(failed.getMessage())
                // connection exception, insufficient resources, operator intervention (shutdown, start), system error
                : state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || state.startsWith("58")
                        || H2_AWAY.contains(state);
    }

    private static boolean isBusy(SQLException failed) {
        String state = failed.getSQLState();
        // transaction rollback (deadlock), lock not available, query canceled
        return state != null && (state.startsWith("40") || state.equals("55P03") || state.equals("57014")
                || TRANSACTION_TOO_LONG.contains(state));
    }
}
