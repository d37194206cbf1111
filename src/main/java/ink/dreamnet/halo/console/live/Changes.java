package ink.dreamnet.halo.console.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.TooManyRequestsException;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.cycle.CycleHistory;
import ink.dreamnet.halo.subject.SubjectStates;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Notices for all open pages of this process that something has changed, whichever replica changed it: once a second, while anybody
/// watches, it looks how far everything has come.
@Component
public class Changes extends BackgroundLoop {

    private static final int MOST_WATCHERS = 2000;
    /// Of one address: a quarter, so that nobody takes them all.
    private static final int MOST_PER_SENDER = MOST_WATCHERS / 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final AuditTrail audit;
    private final WeakPoints weakPoints;
    private final CycleHistory cycles;
    private final SubjectStates subjects;
    private @Nullable Mark latest;
    private int watchers;
    private final Map<String, Integer> perSender = new HashMap<>();

    Changes(AuditTrail audit, WeakPoints weakPoints, CycleHistory cycles, SubjectStates subjects) {
        super("console-changes", "Open pages do not learn of changes");
        this.audit = audit;
        this.weakPoints = weakPoints;
        this.cycles = cycles;
        this.subjects = subjects;
    }

    /// @return how far everything is now
    public Mark mark() {
        return new Mark(audit.last(), weakPoints.lastEvent(),
                31 * cycles.latest().hashCode() + cycles.running().size(), subjects.version());
    }

    /// Begins to watch. Whoever does must [#leave].
    ///
    /// @param sender whose page it is; null where only the bound on all pages holds
    /// @throws UnavailableException where too many watch already, or HALO stops
    /// @throws TooManyRequestsException where too many pages of the sender do
    synchronized void join(@Nullable String sender) {
        if (watchers >= MOST_WATCHERS || !isRunning()) {
            throw new UnavailableException("%d pages are open already, which is the most".formatted(watchers),
                    RETRY_AFTER);
        }
        if (sender != null) {
            if (perSender.getOrDefault(sender, 0) >= MOST_PER_SENDER) {
                throw new TooManyRequestsException(
                        "%d pages are open at this address, which is the most".formatted(MOST_PER_SENDER),
                        RETRY_AFTER);
            }
            perSender.merge(sender, 1, Integer::sum);
        }
        watchers++;
        if (watchers == 1) {
            latest = null;
            wakeUp();
        }
    }

    synchronized void leave(@Nullable String sender) {
        watchers--;
        if (sender != null) {
            perSender.computeIfPresent(sender, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Waits until something has changed.
    ///
    /// @param seen how far it was known to be
    /// @param most how long it waits at most
    /// @return how far it is
    synchronized Mark await(Mark seen, Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        long left = most.toMillis();
        while ((latest == null || latest.equals(seen)) && isRunning() && left > 0) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
        return latest == null ? seen : latest;
    }

    @Override
    protected boolean step(boolean woken) {
        synchronized (this) {
            if (watchers == 0) {
                return false;
            }
        }
        Mark now = mark();
        synchronized (this) {
            if (!now.equals(latest)) {
                latest = now;
                notifyAll();
            }
        }
        return false;
    }

    @Override
    public void stop() {
        super.stop();
        synchronized (this) {
            notifyAll();
        }
    }

    /// @return a phase above the web server's, which waits for its requests to end
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
