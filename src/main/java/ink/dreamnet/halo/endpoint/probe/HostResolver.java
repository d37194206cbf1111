package ink.dreamnet.halo.endpoint.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.Provenance;

/// Resolves host names as the system does (hosts file, then DNS), in bounded time, to addresses that HALO may connect to.
///
/// The system's lookup cannot be interrupted, so it runs on threads of its own and callers wait only as long as they may.
/// Callers that ask for the same name at the same time, or soon after, share one lookup.
final class HostResolver implements AutoCloseable {

    private static final int FRESH_SECONDS = 2;

    /// Those under way and those that are fresh.
    private final Map<String, CompletableFuture<InetAddress[]>> lookups = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(32, 32, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("halo-names-", 0).factory());

    private final NetworkPolicy policy;
    private final Executor later;

    HostResolver(NetworkPolicy policy) {
        this(policy, CompletableFuture.delayedExecutor(FRESH_SECONDS, TimeUnit.SECONDS));
    }

    /// @param later runs what is to be done when a lookup is not fresh any more
    HostResolver(NetworkPolicy policy, Executor later) {
        this.policy = policy;
        this.later = later;
        threads.allowCoreThreadTimeOut(true);
    }

    /// @param host a name or an address; IPv6 addresses with or without brackets
    /// @param provenance who named it
    /// @param nanos how long to wait at most
    /// @return at least one address
    /// @throws ink.dreamnet.halo.http.AddressRefusedException where HALO may connect to none of its addresses
    /// @throws UnknownHostException where there is no such name
    /// @throws TimeoutException where there was no answer in time
    InetAddress[] resolve(String host, Provenance provenance, long nanos)
            throws UnknownHostException, TimeoutException {
        InetAddress[] addresses = NetworkPolicy.literal(host) == null ? named(host, nanos) : policy.lookUp(host);
        return policy.reach(provenance).permitted(host, addresses);
    }

    private InetAddress[] named(String host, long nanos) throws UnknownHostException, TimeoutException {
        CompletableFuture<InetAddress[]> lookup = lookups.compute(host,
                (name, known) -> known == null || known.isCompletedExceptionally() ? start(name) : known);
        try {
            return lookup.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            lookups.remove(host, lookup);
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            TimeoutException timeout = new TimeoutException("interrupted");
            timeout.initCause(e);
            throw timeout;
        }
    }

    private CompletableFuture<InetAddress[]> start(String host) {
        CompletableFuture<InetAddress[]> lookup = CompletableFuture.supplyAsync(() -> {
            try {
                return policy.lookUp(host);
            } catch (UnknownHostException e) {
                throw new CompletionException(e);
            }
        }, threads);
        lookup.whenCompleteAsync((_, _) -> lookups.remove(host, lookup), later);
        return lookup;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
