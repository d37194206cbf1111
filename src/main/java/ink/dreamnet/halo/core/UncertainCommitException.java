package ink.dreamnet.halo.core;

import org.springframework.transaction.TransactionSystemException;

/// Thrown where the database was lost during a commit: it may have been done or not.
class UncertainCommitException extends TransactionSystemException {

    UncertainCommitException(Throwable cause) {
        super("The connection to the database was lost during the commit", cause);
    }
}
