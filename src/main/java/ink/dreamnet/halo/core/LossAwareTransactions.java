package ink.dreamnet.halo.core;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.DefaultTransactionStatus;

/// Spring's transactions on JPA, which say so when the connection is lost during a commit. Where it is lost before, the rollback
/// fails too, and that failure is what a caller must get: Hibernate's `find` answers null then (HHH-12472), which would pass for
/// "there is none".
@Component("transactionManager")
@SuppressWarnings("serial")
class LossAwareTransactions extends JpaTransactionManager {

    LossAwareTransactions(ObjectProvider<TransactionManagerCustomizers> customizers) {
        customizers.ifAvailable(all -> all.customize(this));
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        try {
            super.doCommit(status);
        } catch (RuntimeException failed) {
            if (!status.isReadOnly() && DatabaseFailure.of(failed).orElse(null) == DatabaseFailure.AWAY) {
                throw new UncertainCommitException(failed);
            }
            throw failed;
        }
    }
}
