package ink.dreamnet.halo.wormhole;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.HostPorts;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The topics of Apache Kafka from which HALO takes events (`halo.wormhole.kafka-in.*`).
///
/// @param bootstrapServers `host:port` of some brokers, separated by commas; empty: HALO takes none
/// @param topics the topics; at least one where there are servers
/// @param group the consumer group, the same for all replicas of an installation, so that they share the partitions
/// @param properties further settings of Kafka's consumer, such as those for encryption; what HALO relies on cannot be set
@ConfigurationProperties("halo.wormhole.kafka-in")
record KafkaInProperties(@DefaultValue("") String bootstrapServers, @DefaultValue List<String> topics,
        @DefaultValue("halo") String group, @DefaultValue Map<String, String> properties) {

    /// @throws IllegalArgumentException where servers are no addresses, or there are servers but no topics
    KafkaInProperties {
        bootstrapServers = bootstrapServers.strip();
        topics = List.copyOf(topics);
        properties = Map.copyOf(properties);
        if (!bootstrapServers.isEmpty()) {
            HostPorts.hosts("halo.wormhole.kafka-in.bootstrap-servers", bootstrapServers);
        }
        if (!bootstrapServers.isEmpty() && (topics.isEmpty() || topics.stream().anyMatch(String::isBlank))) {
            throw new IllegalArgumentException(
                    "halo.wormhole.kafka-in.topics is %s; name at least one topic and none that is blank, or no bootstrap-servers"
                            .formatted(topics));
        }
    }

    boolean used() {
        return !bootstrapServers.isEmpty();
    }
}
