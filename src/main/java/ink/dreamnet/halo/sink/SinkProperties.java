package ink.dreamnet.halo.sink;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Backoff;
import ink.dreamnet.halo.http.StandardWebhook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where HALO's events go.
///
/// @param sinks the receivers, each with a name of its own
/// @param dreamnet DreamNet's Event Wormholes, the built-in sink `dreamnet`
@ConfigurationProperties("halo.wormhole")
record SinkProperties(@DefaultValue List<Sink> sinks, @DefaultValue DreamNet dreamnet) {

    /// The name of the built-in sink.
    static final String DREAMNET = "dreamnet";

    private static final String PREFIX = "halo.wormhole.";
    private static final int MAX_SINKS = 100;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /// @throws IllegalArgumentException where two sinks have one name, or there are too many
    SinkProperties {
        sinks = List.copyOf(sinks);
        if (sinks.size() > MAX_SINKS) {
            throw new IllegalArgumentException(PREFIX + "sinks[]: %d are more than %d".formatted(sinks.size(),
                    MAX_SINKS));
        }
        Set<String> names = new HashSet<>();
        for (Sink sink : sinks) {
            if (!names.add(sink.name())) {
                throw new IllegalArgumentException(PREFIX + "sinks[].name: '%s' is there twice".formatted(sink.name()));
            }
            if (sink.name().equals(DREAMNET) && dreamnet.used()) {
                throw new IllegalArgumentException(PREFIX
                        + "sinks[].name: 'dreamnet' is the built-in sink; set halo.wormhole.dreamnet.enabled to false to replace it");
            }
        }
    }

    /// @return all sinks, the built-in one included
    List<Sink> all() {
        if (!dreamnet.used()) {
            return sinks;
        }
        List<Sink> all = new java.util.ArrayList<>(sinks);
        all.add(dreamnet.sink());
        return List.copyOf(all);
    }

    /// DreamNet's Event Wormholes.
    ///
    /// @param enabled whether events are sent there, where it is known
    /// @param baseUrl DreamNet's API; empty: it is not known
    /// @param types which events: exact types, or patterns with `*`
    record DreamNet(@DefaultValue("true") boolean enabled, @DefaultValue("") String baseUrl,
            @DefaultValue({
                    "halo.cycle.completed", "halo.weakpoint.critical"}) List<String> types) {

        DreamNet {
            types = List.copyOf(types);
        }

        boolean used() {
            return enabled && !baseUrl.isBlank();
        }

        private Sink sink() {
            String base = baseUrl.strip();
            URI url = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                    + "/api/events/emit");
            return new Sink(DREAMNET, "webhook", url, types, "info", "dreamnet", List.of(), Map.of(),
                    Delivery.DEFAULT, Alertmanager.DEFAULT, null);
        }
    }

    /// One receiver.
    ///
    /// @param name lower-case words with hyphens, at most 63 characters
    /// @param type `webhook`, `alertmanager`, `slack` or `kafka`
    /// @param url where it is, http or https. Of an Alertmanager the address without a path; not for `kafka`
    /// @param types which events: exact types, or patterns with `*`
    /// @param severity the least severity: `info`, `warning`, `error` or `critical`
    /// @param format of a webhook: `cloudevents` or `dreamnet`
    /// @param secrets what a webhook is signed with: `whsec_` and the base64 of 24 to 64 bytes; several while they are
    ///        rotated
    /// @param headers what is sent with each request. A value `env:NAME` or `file:/path` is read from there each time, so
    ///        that a secret need not stand in the configuration
    /// @param delivery how hard HALO tries
    /// @param alertmanager of an Alertmanager
    /// @param kafka of Kafka; null for other types
    record Sink(@DefaultValue("") String name, @DefaultValue("") String type, @Nullable URI url,
            @DefaultValue("*") List<String> types, @DefaultValue("info") String severity,
            @DefaultValue("cloudevents") String format, @DefaultValue List<String> secrets,
            @DefaultValue Map<String, String> headers, @DefaultValue Delivery delivery,
            @DefaultValue Alertmanager alertmanager, @Nullable Kafka kafka) {

        /// @throws IllegalArgumentException where the parts do not fit together
        Sink {
            types = List.copyOf(types);
            secrets = List.copyOf(secrets);
            headers = Map.copyOf(headers);
            if (!NAME.matcher(name).matches() || name.length() > 63) {
                throw new IllegalArgumentException(PREFIX
                        + "sinks[].name: '%s' is not made of lower-case words with hyphens, at most 63 characters"
                                .formatted(name));
            }
            String where = PREFIX + "sinks[] '" + name + "': ";
            if (!List.of("webhook", "alertmanager", "slack", "kafka").contains(type)) {
                throw new IllegalArgumentException(
                        where + "type '%s' is not one of webhook, alertmanager, slack, kafka".formatted(type));
            }
            if (!type.equals("kafka") && (url == null || url.getHost() == null
                    || !List.of("http", "https").contains(url.getScheme()) || url.getUserInfo() != null)) {
                throw new IllegalArgumentException(
                        where + "url '%s' is not an http or https URL without a password".formatted(
                                url == null ? "" : url.getUserInfo() == null ? url : "…"));
            }
            if (!List.of("cloudevents", "dreamnet").contains(format)) {
                throw new IllegalArgumentException(
                        where + "format '%s' is not one of cloudevents, dreamnet".formatted(format));
            }
            if (types.isEmpty() || types.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException(where + "types: at least one, none of them empty");
            }
            secrets.forEach(StandardWebhook::key);
        }

        /// Shows no secret.
        @Override
        public String toString() {
            return "Sink[name=%s, type=%s]".formatted(name, type);
        }
    }

    /// How hard HALO tries.
    ///
    /// @param connectTimeout how long a connection may take, 1 ms to 1 min
    /// @param timeout how long one whole exchange may take, 1 ms to 1 min
    /// @param attempts how often one event is sent to a receiver that works and says no, but may say yes later (401, 404), before
    ///        the event is a dead letter; 1 to 1,000
    /// @param within for how long one event is sent, 1 s to 30 days. Where the receiver does not work, does not answer or has too
    ///        much to do, that alone counts
    /// @param backoff how long to wait after the first failure, 1 ms to 1 h; it doubles with each further one
    /// @param longestBackoff how long to wait at most, up to 24 h; also the most that `Retry-After` is honoured
    /// @param circuitFailures after how many failures in a row the whole sink is spared, 1 to 1,000
    /// @param circuitOpen for how long, 1 ms to 1 h
    /// @param concurrency events of how many subjects are sent at the same time, 1 to 64
    record Delivery(@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration timeout,
            @DefaultValue("20") int attempts, @DefaultValue("24h") Duration within,
            @DefaultValue("1s") Duration backoff, @DefaultValue("10m") Duration longestBackoff,
            @DefaultValue("5") int circuitFailures, @DefaultValue("30s") Duration circuitOpen,
            @DefaultValue("4") int concurrency) {

        static final Delivery DEFAULT = new Delivery(Duration.ofSeconds(2), Duration.ofSeconds(10), 20,
                Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofMinutes(10), 5, Duration.ofSeconds(30), 4);

        /// @throws IllegalArgumentException where a value is out of its range
        Delivery {
            Duration least = Duration.ofMillis(1);
            between("connect-timeout", connectTimeout, least, Duration.ofMinutes(1));
            between("timeout", timeout, least, Duration.ofMinutes(1));
            between("attempts", attempts, 1, 1000);
            between("within", within, Duration.ofSeconds(1), Duration.ofDays(30));
            between("backoff", backoff, least, Duration.ofHours(1));
            between("longest-backoff", longestBackoff, backoff, Duration.ofHours(24));
            between("circuit-failures", circuitFailures, 1, 1000);
            between("circuit-open", circuitOpen, least, Duration.ofHours(1));
            between("concurrency", concurrency, 1, 64);
        }

        /// @return how long to wait before an event is sent again
        Backoff waits() {
            return Backoff.jittered(backoff, longestBackoff);
        }
    }

    /// Of an Alertmanager.
    ///
    /// @param refresh how often the open weak points are sent again, 1 s to 1 h. An alert ends by itself after four times as
    ///        long, where HALO is gone
    /// @param labels what every alert has besides HALO's own labels; names of letters, digits and `_`
    record Alertmanager(@DefaultValue("1m") Duration refresh, @DefaultValue Map<String, String> labels) {

        /// What HALO gives each alert.
        static final List<String> OWN_LABELS = List.of("alertname", "analyzer", "subject", "kind", "severity",
                "sender");
        private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

        static final Alertmanager DEFAULT = new Alertmanager(Duration.ofMinutes(1), Map.of());

        /// @throws IllegalArgumentException where a value is out of its range
        Alertmanager {
            labels = Map.copyOf(labels);
            labels.keySet().forEach(Alertmanager::check);
            if (refresh.compareTo(Duration.ofSeconds(1)) < 0 || refresh.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(
                        PREFIX + "sinks[].alertmanager.refresh is %s; it must be between 1s and 1h".formatted(refresh));
            }
        }

        private static void check(String label) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException((PREFIX
                        + "sinks[].alertmanager.labels: '%s' is no name that every Alertmanager takes; it must be made of letters, digits and _, and not begin with a digit")
                        .formatted(label));
            }
            if (OWN_LABELS.contains(label)) {
                throw new IllegalArgumentException((PREFIX
                        + "sinks[].alertmanager.labels: '%s' is HALO's own; those are %s").formatted(label,
                                String.join(", ", OWN_LABELS)));
            }
        }
    }

    /// Of Kafka.
    ///
    /// @param bootstrapServers `host:port`, with commas between; empty: the sink is off
    /// @param topic where events go
    /// @param properties further properties of Kafka's producer, such as `security.protocol`
    record Kafka(@DefaultValue("") String bootstrapServers, @DefaultValue("halo-events") String topic,
            @DefaultValue Map<String, String> properties) {

        /// As Kafka reads it: perhaps a protocol, a name or an address (of IPv6 in brackets), and a port.
        private static final Pattern SERVER = Pattern
                .compile("(?:[a-zA-Z_]+://)?(?:\\[([0-9a-fA-F:.%]+)]|([a-zA-Z0-9._%-]+)):(\\d{1,5})");
        private static final int MAX_PORT = 65_535;

        /// @throws IllegalArgumentException where a server is no address
        Kafka {
            properties = Map.copyOf(properties);
            if (!bootstrapServers.isBlank()) {
                hosts(bootstrapServers);
            }
        }

        /// @return the names or addresses of the servers, without their ports
        List<String> hosts() {
            return hosts(bootstrapServers);
        }

        private static List<String> hosts(String servers) {
            return Arrays.stream(servers.split(",", -1)).map(String::strip).map(Kafka::host).toList();
        }

        private static String host(String server) {
            Matcher parts = SERVER.matcher(server);
            if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT
                    || Integer.parseInt(parts.group(3)) == 0) {
                throw new IllegalArgumentException((PREFIX
                        + "sinks[].kafka.bootstrap-servers: '%s' is not host:port; several have commas between")
                        .formatted(server));
            }
            return parts.group(1) == null ? parts.group(2) : parts.group(1);
        }

        /// Shows no secret.
        @Override
        public String toString() {
            return "Kafka[bootstrapServers=%s, topic=%s]".formatted(bootstrapServers, topic);
        }
    }

    private static void between(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(PREFIX + "sinks[].delivery.%s is %s; it must be between %s and %s"
                    .formatted(property, value, least, most));
        }
    }

    private static void between(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(PREFIX + "sinks[].delivery.%s is %d; it must be between %d and %d"
                    .formatted(property, value, least, most));
        }
    }
}
