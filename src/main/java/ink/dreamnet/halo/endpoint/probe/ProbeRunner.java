package ink.dreamnet.halo.endpoint.probe;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

import ink.dreamnet.halo.http.NetworkPolicy;
import org.apache.hc.core5.http.HttpException;

/// Probes many targets at once, in bounded time, whatever their servers do.
///
/// Each attempt runs on a virtual thread, within a bound for all and a bound per host; the first attempts of a host are
/// spread over time, and the order of targets is random. An attempt that does not end in [Verdict#UP] is repeated after
/// the confirmation delay, up to the target's `attempts`; while waiting it counts against no bound. If the attempt failed
/// quickly, its repetition comes before what has not had its turn yet. The last attempt's outcome is the result.
///
/// Thread-safe. The bound per host holds for each call of [#probe], the global one for all together.
public final class ProbeRunner implements AutoCloseable {

    private final ProbeOptions options;
    private final Clock clock;
    private final Semaphore global;
    private final ScheduledThreadPoolExecutor timer;
    private final HostResolver hosts;
    private final HttpProber http;
    private final TcpProber tcp;
    private final DnsProber dns;
    private final ExecutorService conditions;
    private final Judge judge;

    /// @param options the bounds
    /// @param policy where it may connect to
    /// @param clock tells the time of results, of certificates and of deadlines
    public ProbeRunner(ProbeOptions options, NetworkPolicy policy, Clock clock) {
        this.options = options;
        this.clock = clock;
        global = new Semaphore(options.globalBound(), true);
        timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("halo-probe-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        hosts = new HostResolver(policy);
        Dialer dialer = new Dialer(hosts);
        Trusts trusts = new Trusts(clock);
        http = new HttpProber(options, dialer, trusts);
        tcp = new TcpProber(dialer, trusts);
        dns = new DnsProber(hosts);
        // what computes for long on a virtual thread keeps all others waiting, the server's too
        conditions = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("halo-conditions-", 1).factory());
        judge = new Judge(clock, conditions);
    }

    /// Probes all targets, and returns when each is decided or the deadline has come, whichever is first. Interrupting
    /// the calling thread has the effect of the deadline; its interrupted status stays set.
    ///
    /// @param targets what to probe
    /// @param deadline when everything ends; what is still under way is broken off
    /// @return one result per target that was decided, in no particular order; a target that is missing is unknown
    public List<ProbeResult> probe(Collection<ProbeTarget> targets, Instant deadline) {
        return probe(targets, _ -> false, deadline);
    }

    /// As [#probe(Collection, Instant)], some before others.
    ///
    /// @param suspect which targets have their turn first: those that are likely to fail quickly, because their confirmation takes
    ///        time
    public List<ProbeResult> probe(Collection<ProbeTarget> targets, Predicate<ProbeTarget> suspect, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (targets.isEmpty() || !left.isPositive()) {
            return List.of();
        }
        for (ProbeTarget target : targets) {
            prepare(target);
        }
        return new ProbeRun(targets, suspect, left, options, global, timer, this::attempt).run();
    }

    private void prepare(ProbeTarget target) {
        switch (target.kind()) {
            case HTTP, HTTPS -> {
                try {
                    http.prepare(target);
                } catch (IOException _) {
                    // the probe itself will say so
                }
            }
            case TCP, TLS, DNS -> {
                // need nothing
            }
        }
    }

    private ProbeResult attempt(Attempt attempt, int number) {
        Prober prober = switch (attempt.target().kind()) {
            case HTTP, HTTPS -> http;
            case TCP, TLS -> tcp;
            case DNS -> dns;
        };
        return ScopedValue.where(Attempt.CURRENT, attempt).call(() -> {
            Exception failure = null;
            try {
                prober.probe(attempt);
            } catch (IOException | HttpException | RuntimeException e) {
                failure = e;
            }
            attempt.end();
            return judge.judge(attempt, failure, number);
        });
    }

    /// Closes kept connections and the threads for timing and names. Calls under way end early.
    @Override
    public void close() {
        timer.shutdownNow();
        conditions.shutdownNow();
        http.close();
        hosts.close();
    }
}
