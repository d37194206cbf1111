package ink.dreamnet.halo.audit;

import ink.dreamnet.halo.core.BackgroundLoop;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Seals the entries of the audit trail as soon as they are committed. Those that arrive while it is at it share the next transaction.
@Component
class AuditSealer extends BackgroundLoop {

    /// How often it looks for what another process left behind, in steps of a second.
    private static final int LEFT_BEHIND_EVERY = 10;

    private final AuditChain chain;
    /// One for all, so that a transaction has it once.
    private final TransactionSynchronization wakeUp = new TransactionSynchronization() {
        @Override
        public void afterCommit() {
            wakeUp();
        }
    };
    private int idle;

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
        return (woken || ++idle % LEFT_BEHIND_EVERY == 0) && chain.seal();
    }

    /// The database may be another one than before.
    @Override
    public void start() {
        chain.forget();
        super.start();
    }

    /// @return a phase below the web server's, so that what the last requests changed is sealed
    @Override
    public int getPhase() {
        return 0;
    }
}
