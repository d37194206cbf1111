package ink.dreamnet.halo.task.dispatch;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.core.Ranges;
import ink.dreamnet.halo.http.HttpCall;
import ink.dreamnet.halo.http.StandardWebhook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How approved tasks reach those who do them.
///
/// @param routes which tasks go where; the first that fits decides. Where none does: Squad Builder where
///        `halo.sources.squad-builder.base-url` is set, else agents lease the task
/// @param delivery how tasks are sent to targets
/// @param resultTimeout how long the result of a task that a target took is awaited, 1 s to 7 days
/// @param lease how long an agent holds a task without a heartbeat, 1 s to 24 h
/// @param longestRun how long an agent may hold a task at most, whatever its heartbeats, up to 30 days
/// @param maxRuns how often a task is tried in all under one approval, 1 to 20
/// @param maxWaiters how many agents may wait for work at the same time, 1 to 100,000
@ConfigurationProperties("halo.dispatch")
public record DispatchProperties(@DefaultValue List<Route> routes, @DefaultValue Delivery delivery,
        @DefaultValue("30m") Duration resultTimeout, @DefaultValue("5m") Duration lease,
        @DefaultValue("6h") Duration longestRun, @DefaultValue("3") int maxRuns,
        @DefaultValue("1000") int maxWaiters) {

    private static final String PREFIX = "halo.dispatch.";

    /// @throws IllegalArgumentException where a value is out of its range
    public DispatchProperties {
        routes = List.copyOf(routes);
        Ranges.check(PREFIX + "result-timeout", resultTimeout, Duration.ofSeconds(1), Duration.ofDays(7));
        Ranges.check(PREFIX + "lease", lease, Duration.ofSeconds(1), Duration.ofHours(24));
        Ranges.check(PREFIX + "longest-run", longestRun, lease, Duration.ofDays(30));
        Ranges.check(PREFIX + "max-runs", maxRuns, 1, 20);
        Ranges.check(PREFIX + "max-waiters", maxWaiters, 1, 100_000);
    }

    /// Where some tasks go.
    ///
    /// @param squad only tasks that are routed to this squad
    /// @param role only tasks for this agent role, whatever its case
    /// @param channel `squad-builder`, `webhook`, `pull`, or the name of a channel of a plug-in
    /// @param url where a webhook is sent
    /// @param secrets what webhooks are signed with: `whsec_` and the base64 of 24 to 64 bytes; several while they are
    ///        rotated
    public record Route(@Nullable String squad, @Nullable String role, @DefaultValue("") String channel,
            @Nullable URI url, @DefaultValue List<String> secrets) {

        /// @throws IllegalArgumentException where the parts do not fit together
        public Route {
            secrets = List.copyOf(secrets);
            if (channel.isBlank()) {
                throw new IllegalArgumentException(
                        PREFIX + "routes[].channel is missing; it is squad-builder, webhook or pull");
            }
            if (url != null && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
                throw new IllegalArgumentException(PREFIX + "routes[].url: '%s' is not an http or https URL"
                        .formatted(url));
            }
            if (channel.equals("webhook") && (url == null || secrets.isEmpty())) {
                throw new IllegalArgumentException(
                        PREFIX + "routes[]: a route of the channel 'webhook' needs url and secrets");
            }
            secrets.forEach(StandardWebhook::key);
        }

        /// Shows no secret.
        @Override
        public String toString() {
            return "Route[squad=%s, role=%s, channel=%s, url=%s]".formatted(squad, role, channel, url);
        }
    }

    /// How tasks are sent to targets.
    ///
    /// @param connectTimeout how long a connection may take, up to 1 min
    /// @param timeout how long one whole exchange may take, up to 1 min
    /// @param maxBody how much of an answer is read, 1 KB to 1 MB
    /// @param attempts how often one run of a task is sent, 1 to 100
    /// @param backoff how long to wait after the first failure; it doubles with each further one, up to 1 h
    /// @param longestBackoff how long to wait at most, up to 24 h; also the most that `Retry-After` is honoured
    /// @param within how long one run may take to be delivered before it is given up, up to 7 days
    /// @param circuitFailures after how many failures in a row nothing is sent to a target, 1 to 1,000
    /// @param circuitOpen for how long, up to 1 h
    /// @param concurrency how many tasks one process sends at the same time, 1 to 64
    public record Delivery(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration timeout,
            @DefaultValue("64KB") DataSize maxBody, @DefaultValue("8") int attempts,
            @DefaultValue("5s") Duration backoff, @DefaultValue("10m") Duration longestBackoff,
            @DefaultValue("2h") Duration within, @DefaultValue("5") int circuitFailures,
            @DefaultValue("30s") Duration circuitOpen, @DefaultValue("6") int concurrency) {

        /// @throws IllegalArgumentException where a value is out of its range
        public Delivery {
            Duration least = Duration.ofMillis(1);
            Ranges.check(PREFIX + "delivery.connect-timeout", connectTimeout, least, Duration.ofMinutes(1));
            Ranges.check(PREFIX + "delivery.timeout", timeout, least, Duration.ofMinutes(1));
            Ranges.check(PREFIX + "delivery.attempts", attempts, 1, 100);
            Ranges.check(PREFIX + "delivery.backoff", backoff, least, Duration.ofHours(1));
            Ranges.check(PREFIX + "delivery.longest-backoff", longestBackoff, backoff, Duration.ofHours(24));
            Ranges.check(PREFIX + "delivery.within", within, Duration.ofSeconds(1), Duration.ofDays(7));
            Ranges.check(PREFIX + "delivery.circuit-failures", circuitFailures, 1, 1000);
            Ranges.check(PREFIX + "delivery.circuit-open", circuitOpen, least, Duration.ofHours(1));
            Ranges.check(PREFIX + "delivery.concurrency", concurrency, 1, 64);
            if (maxBody.toBytes() < 1024 || maxBody.toBytes() > 1024 * 1024) {
                throw new IllegalArgumentException(
                        PREFIX + "delivery.max-body is %s; it must be between 1KB and 1MB".formatted(maxBody));
            }
        }

        /// @return how long to wait before it is sent, or run, again
        Backoff waits() {
            return Backoff.jittered(backoff, longestBackoff);
        }

        HttpCall.Limits limits() {
            return new HttpCall.Limits(connectTimeout, timeout, maxBody.toBytes());
        }
    }
}
