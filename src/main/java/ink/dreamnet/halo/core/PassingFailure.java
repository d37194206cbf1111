package ink.dreamnet.halo.core;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/// Tells failures of the database from those of what was to be written.
public final class PassingFailure {

    private PassingFailure() {
    }

    /// @return whether it says nothing of what was to be written: the database is away, or busy
    public static boolean is(Throwable failed) {
        return failed instanceof TransientDataAccessException || failed instanceof RecoverableDataAccessException
                || failed instanceof DataAccessResourceFailureException || failed instanceof TransactionException;
    }
}
