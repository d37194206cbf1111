package ink.dreamnet.halo.sink;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The sinks of HALO's events.
///
/// @param sinks the sinks, each with a name of its own
/// @param dreamnet DreamNet's Event Wormholes, the built-in sink `dreamnet`
@ConfigurationProperties("halo.wormhole")
record SinkProperties(@DefaultValue List<SinkSettings> sinks, @DefaultValue DreamNet dreamnet) {

    /// The name of the built-in sink.
    static final String DREAMNET = "dreamnet";

    private static final String PREFIX = "halo.wormhole.";
    private static final int MAX_SINKS = 100;

    /// @throws IllegalArgumentException where two sinks have one name, or there are too many
    SinkProperties {
        sinks = List.copyOf(sinks);
        if (sinks.size() > MAX_SINKS) {
            throw new IllegalArgumentException(PREFIX + "sinks[]: %d are more than %d".formatted(sinks.size(),
                    MAX_SINKS));
        }
        Set<String> names = new HashSet<>();
        for (SinkSettings sink : sinks) {
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
    List<SinkSettings> all() {
        if (!dreamnet.used()) {
            return sinks;
        }
        List<SinkSettings> all = new ArrayList<>(sinks);
        all.add(dreamnet.sink());
        return List.copyOf(all);
    }

    /// DreamNet's Event Wormholes.
    ///
    /// @param enabled whether events are sent there, where it is known
    /// @param baseUrl DreamNet's API; empty: it is not known
    /// @param types which events: exact types, or patterns with `*`
    /// @param allowSecondHalo whether `halo.weakpoint.critical` is sent in DreamNet's form although another HALO answers
    ///        there, or it is not known whether one does
    record DreamNet(@DefaultValue("true") boolean enabled, @DefaultValue("") String baseUrl,
            @DefaultValue({
                    "halo.cycle.completed", "halo.weakpoint.critical"}) List<String> types,
            @DefaultValue("false") boolean allowSecondHalo) {

        DreamNet {
            types = List.copyOf(types);
        }

        /// @return DreamNet's API without a slash at its end; empty where it is not known
        String base() {
            return baseUrl.strip().replaceFirst("/+$", "");
        }

        boolean used() {
            return enabled && !baseUrl.isBlank();
        }

        private SinkSettings sink() {
            URI url = URI.create(base() + "/api/events/emit");
            return new SinkSettings(DREAMNET, "webhook", url, types, "info", "dreamnet", List.of(), Map.of(),
                    DeliverySettings.DEFAULT, AlertmanagerSettings.DEFAULT, null);
        }
    }
}
