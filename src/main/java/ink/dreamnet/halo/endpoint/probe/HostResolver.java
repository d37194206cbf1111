package ink.dreamnet.halo.endpoint.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.Provenance;

/// Resolves host names as the system does (hosts file, then DNS), in bounded time, to addresses that HALO may connect to.
///
/// The system's lookup cannot be interrupted, so it runs on threads of its own and callers wait only as long as they may.
/// Callers that ask for the same name at the same time share one lookup.
final class HostResolver implements AutoCloseable {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(32, 32, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("halo-names-", 0).factory());

    private final NetworkPolicy policy;

    HostResolver(NetworkPolicy policy) {
        this.policy = policy;
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
        Lookup lookup = lookups.compute(host, (name, known) -> known == null || known.stale() ? start(name) : known);
        try {
            return lookup.addresses.get(nanos, TimeUnit.NANOSECONDS);
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

    private Lookup start(String host) {
        return new Lookup(CompletableFuture.supplyAsync(() -> {
            try {
                return policy.lookUp(host);
            } catch (UnknownHostException e) {
                throw new CompletionException(e);
            }
        }, threads), System.nanoTime());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private record Lookup(CompletableFuture<InetAddress[]> addresses, long started) {

        boolean stale() {
            return addresses.isDone()
                    && (addresses.isCompletedExceptionally() || System.nanoTime() - started > FRESH_NANOS);
        }
    }
}
