package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.core.Ranges;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of an Alertmanager sink.
///
/// @param refresh how often the open weak points are sent again, 1 s to 1 h. An alert ends by itself after four times as
///        long, where HALO is gone
/// @param labels labels of every alert besides HALO's own; names of letters, digits and `_`
record AlertmanagerSettings(@DefaultValue("1m") Duration refresh, @DefaultValue Map<String, String> labels) {

    /// The labels that HALO gives each alert.
    static final List<String> OWN_LABELS = List.of("alertname", "analyzer", "subject", "kind", "severity",
            "sender");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    static final AlertmanagerSettings DEFAULT = new AlertmanagerSettings(Duration.ofMinutes(1), Map.of());

    /// @throws IllegalArgumentException where a value is out of its range
    AlertmanagerSettings {
        labels = Map.copyOf(labels);
        labels.keySet().forEach(AlertmanagerSettings::check);
        Ranges.check("halo.wormhole.sinks[].alertmanager.refresh", refresh, Duration.ofSeconds(1), Duration.ofHours(1));
    }

    private static void check(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "halo.wormhole.sinks[].alertmanager.labels: '%s' is no name that every Alertmanager takes; it must be made of letters, digits and _, and not begin with a digit"
                            .formatted(label));
        }
        if (OWN_LABELS.contains(label)) {
            throw new IllegalArgumentException(
                    "halo.wormhole.sinks[].alertmanager.labels: '%s' is HALO's own; those are %s".formatted(label,
                            String.join(", ", OWN_LABELS)));
        }
    }
}
