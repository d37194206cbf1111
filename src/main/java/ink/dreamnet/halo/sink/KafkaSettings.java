package ink.dreamnet.halo.sink;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.HostPorts;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of a Kafka sink.
///
/// @param bootstrapServers `host:port`, several with commas between; empty: the sink is off
/// @param topic the topic of the events
/// @param properties further properties of Kafka's producer, such as `security.protocol`
record KafkaSettings(@DefaultValue("") String bootstrapServers, @DefaultValue("halo-events") String topic,
        @DefaultValue Map<String, String> properties) {

    private static final String SERVERS = "halo.wormhole.sinks[].kafka.bootstrap-servers";

    /// @throws IllegalArgumentException where a server is no address
    KafkaSettings {
        properties = Map.copyOf(properties);
        if (!bootstrapServers.isBlank()) {
            HostPorts.hosts(SERVERS, bootstrapServers);
        }
    }

    /// @return the names or addresses of the servers, without their ports
    List<String> hosts() {
        return HostPorts.hosts(SERVERS, bootstrapServers);
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "Kafka[bootstrapServers=%s, topic=%s]".formatted(bootstrapServers, topic);
    }
}
