package ink.dreamnet.halo.trigger;

import java.time.Clock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/// The transactions of a database that can be taken away.
@SuppressWarnings("serial")
public final class AwayTransactions extends TransactionTemplate {

    private volatile boolean away;

    public AwayTransactions(PlatformTransactionManager manager) {
        super(manager);
    }

    public void away(boolean gone) {
        away = gone;
    }

    /// @return a gate like the context's, but with these transactions
    public TriggerGate gate(ApplicationContext context) {
        return new TriggerGate(context.getBean(TriggerStates.class), context.getBean(CycleRequests.class), this,
                new SimpleMeterRegistry(), context.getBean(Clock.class));
    }

    @Override
    public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
        if (away) {
            throw new CannotCreateTransactionException("the database is away");
        }
        return super.execute(action);
    }
}
