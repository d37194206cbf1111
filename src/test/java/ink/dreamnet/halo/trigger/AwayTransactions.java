package ink.dreamnet.halo.trigger;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/// The transactions of a database that can be taken away.
@SuppressWarnings("serial")
final class AwayTransactions extends TransactionTemplate {

    private volatile boolean away;

    AwayTransactions(PlatformTransactionManager manager) {
        super(manager);
    }

    void away(boolean gone) {
        away = gone;
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        if (away) {
            throw new CannotCreateTransactionException("the database is away");
        }
        return super.execute(action);
    }
}
