package ink.dreamnet.halo.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ink.dreamnet.halo.endpoint.probe.ProbeResult;
import ink.dreamnet.halo.endpoint.probe.ProbeTarget;
import ink.dreamnet.halo.endpoint.probe.Verdict;
import ink.dreamnet.halo.registry.Registered;
import org.jspecify.annotations.Nullable;

/// Remembers what was probed, and the last results of the endpoints whose results stand for an interval. Each replica has its
/// own memory, and starts without one: in doubt an endpoint is probed once more.
final class RecentResults {

    private static final Duration MAX_TOLERANCE = Duration.ofSeconds(2);

    private final Map<String, Recent> byId = new ConcurrentHashMap<>();

    /// The last probe of an endpoint; without its result where that does not stand.
    private record Recent(ProbeTarget target, Instant startedAt, boolean failedQuickly, @Nullable ProbeResult result) {
    }

    /// Remembers a result.
    ///
    /// @param startedAt when the analysis began that probed
    /// @param quick how long a failed attempt may take for others to wait for it
    void remember(Endpoint endpoint, ProbeResult result, Instant startedAt, Duration quick) {
        byId.put(endpoint.id(), new Recent(endpoint.target(), startedAt,
                result.verdict() != Verdict.UP && result.within(quick), endpoint.interval() == null ? null : result));
    }

    /// @return whether an endpoint was probed before as it is defined now; only then the plan of a cycle may leave it out
    boolean probed(Endpoint endpoint) {
        Recent recent = byId.get(endpoint.id());
        return recent != null && recent.target().equals(endpoint.target());
    }

    /// @return whether the last probe of an endpoint failed, and quickly
    boolean failedQuickly(String endpoint) {
        Recent recent = byId.get(endpoint);
        return recent != null && recent.failedQuickly();
    }

    /// Notes that an endpoint was asked. Unless that decides it, it does not come first again: those that hang now would keep all
    /// others from their turn, time and again.
    void asked(String endpoint) {
        byId.computeIfPresent(endpoint,
                (id, last) -> new Recent(last.target(), last.startedAt(), false, last.result()));
    }

    /// Finds a result that stands. Age is counted from start to start of the analyses, with a tolerance of a tenth of the
    /// interval and at most two seconds, so that an interval as long as the cycle's means every cycle and not every other.
    ///
    /// @param now when the present analysis began
    /// @return null where there is none, it is too old, or the endpoint was changed since
    @Nullable
    ProbeResult standing(Endpoint endpoint, Instant now) {
        Duration interval = endpoint.interval();
        Recent recent = byId.get(endpoint.id());
        if (interval == null || recent == null || !recent.target().equals(endpoint.target())) {
            return null;
        }
        Duration tenth = interval.dividedBy(10);
        Duration tolerance = tenth.compareTo(MAX_TOLERANCE) < 0 ? tenth : MAX_TOLERANCE;
        Duration age = Duration.between(recent.startedAt(), now);
        return age.compareTo(interval.minus(tolerance)) < 0 ? recent.result() : null;
    }

    /// Forgets the endpoints that are gone.
    void keepOnly(Registered<Endpoint> fleet) {
        byId.keySet().retainAll(fleet.definitions().keySet());
    }
}
