package ink.dreamnet.halo.sink;

import ink.dreamnet.halo.core.OptionalLibrary;
import ink.dreamnet.halo.event.EventFormat;
import ink.dreamnet.halo.http.NetworkPolicy;
import ink.dreamnet.halo.http.Provenance;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The type `kafka`. This class itself does without Kafka's client.
@Configuration(proxyBeanMethods = false)
class KafkaSinkType {

    @Bean
    SinkType kafkaSinks(EventFormat format, NetworkPolicy policy) {
        return new SinkType("kafka", settings -> {
            OptionalLibrary.KAFKA.require("The sink '%s' (halo.wormhole.sinks[])".formatted(settings.name()));
            return new KafkaSink(settings, format, policy.reach(Provenance.CONFIGURATION));
        });
    }
}
