package ink.dreamnet.halo.audit;

import java.time.Duration;

import ink.dreamnet.halo.core.BackgroundLoop;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Seals the entries of the audit trail as soon as they are committed. Those that arrive while it is at it share the next transaction.
@Component
class AuditSealer extends BackgroundLoop {

    /// How often it looks for what was left behind.
    private static final Duration ALL_EVERY = Duration.ofSeconds(10);

    private final AuditChain chain;
    /// One for all, so that a transaction has it once.
    private final TransactionSynchronization wakeUp = new TransactionSynchronization() {
        @Override
        public void afterCommit() {
            wakeUp();
        }
    };
    private long allNanos = System.nanoTime();

    AuditSealer(AuditChain chain) {
        super("halo-audit", "The audit trail cannot be sealed");
        this.chain = chain;
    }

    /// Has the entries of the present transaction sealed when it is committed.
    void sealAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(wakeUp);
    }

    @Override
    protected boolean step(boolean woken) {
        boolean all = System.nanoTime() - allNanos >= ALL_EVERY.toNanos();
        boolean more = (woken || all) && chain.seal(all);
        if (all && !more) {
            allNanos = System.nanoTime();
        }
        return more;
    }

    /// The database may be another one than before.
    @Override
    public void start() {
        chain.forget();
        allNanos = System.nanoTime() - ALL_EVERY.toNanos();
        super.start();
    }

    /// @return a phase below the web server's, so that what the last requests changed is sealed
    @Override
    public int getPhase() {
        return 0;
    }
}
