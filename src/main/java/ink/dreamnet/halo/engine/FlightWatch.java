package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import ink.dreamnet.halo.analysis.AnalyzerRegistry;
import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.trigger.CycleRequests;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Watches the flight of this process. A cycle that takes longer than all its analyzers may, and an interval more, stands
/// still: health says so, its thread is interrupted, and where that does not end it, the flight is given to another.
@Component
class FlightWatch extends BackgroundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(FlightWatch.class);
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final int SHOWN_FRAMES = 12;

    private final CycleRequests requests;
    private final Duration longest;
    /// How long the thread may take to end when it was interrupted.
    private final Duration grace;
    private volatile @Nullable Leg current;

    /// One cycle, or the search for those that were cut off.
    private record Leg(Thread thread, long flight, long sinceNanos, boolean interrupted) {

        boolean isOver(Duration limit) {
            return System.nanoTime() - sinceNanos > limit.toNanos();
        }
    }

    @Autowired
    FlightWatch(CycleRequests requests, AnalyzerRegistry analyzers, TimeTriggerProperties schedule) {
        this(requests,
                analyzers.longestDeadline().plus(longer(LEAST, schedule.interval())),
                Duration.ofSeconds(10));
    }

    /// @param longest how long a cycle may take
    FlightWatch(CycleRequests requests, Duration longest, Duration grace) {
        super("halo-flight-watch", "A cycle that stands still could not be ended");
        this.requests = requests;
        this.longest = longest;
        this.grace = grace;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// Notes that the present thread begins a cycle.
    ///
    /// @param flight see [CycleRequests#requireFlight]
    synchronized void moved(long flight) {
        if (current != null && current.interrupted() && current.thread() == Thread.currentThread()) {
            // it ended by itself just then, and the next one is not to be interrupted for it
            Thread.interrupted();
        }
        current = new Leg(Thread.currentThread(), flight, System.nanoTime(), false);
    }

    /// Notes that the flight ended. One that was given to another says nothing of that one.
    synchronized void ended(long flight) {
        Leg leg = current;
        if (leg != null && leg.flight() == flight) {
            current = null;
        }
    }

    /// @return whether a cycle of this process takes longer than it may
    boolean standsStill() {
        Leg leg = current;
        return leg != null && (leg.interrupted() || leg.isOver(longest));
    }

    @Override
    protected boolean step(boolean woken) {
        Leg leg = current;
        if (leg == null) {
            return false;
        }
        if (!leg.interrupted() && leg.isOver(longest)) {
            interrupt(leg);
        } else if (leg.interrupted() && leg.isOver(grace)) {
            LOG.error(
                    "The cycle does not end; its flight is given to another thread, and what it still does is not recorded");
            requests.freeFlight(leg.flight());
            ended(leg.flight());
        }
        return false;
    }

    private synchronized void interrupt(Leg leg) {
        if (leg.equals(current)) {
            LOG.error("The cycle has not ended within {} s and is interrupted; it stands at {}", longest.toSeconds(),
                    Arrays.stream(leg.thread().getStackTrace()).limit(SHOWN_FRAMES).map(StackTraceElement::toString)
                            .collect(Collectors.joining("\n\t")));
            current = new Leg(leg.thread(), leg.flight(), System.nanoTime(), true);
            leg.thread().interrupt();
        }
    }
}
