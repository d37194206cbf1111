package ink.dreamnet.halo.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.DefaultTransactionStatus;

/// Spring's transactions on JPA, which say what is known when the connection is lost: at the commit nothing is, and a rollback
/// is done by the database itself.
@Component("transactionManager")
@SuppressWarnings("serial")
class LossAwareTransactions extends JpaTransactionManager {

    private static final Logger LOG = LoggerFactory.getLogger(LossAwareTransactions.class);

    LossAwareTransactions(ObjectProvider<TransactionManagerCustomizers> customizers) {
        customizers.ifAvailable(all -> all.customize(this));
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException failed) {
            if (DatabaseFailure.of(failed).orElse(null) == DatabaseFailure.AWAY) {
                throw new UncertainCommitException(failed);
            }
            throw failed;
        }
    }

    /// Where the connection is lost, what was thrown before says more than that it cannot be told to roll back.
    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        try {
            super.doRollback(status);
        } catch (RuntimeException failed) {
            if (DatabaseFailure.of(failed).isEmpty()) {
                throw failed;
            }
            LOG.debug("The database rolls back by itself, because the connection is lost", failed);
        }
    }
}
