package ink.dreamnet.halo.support;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/// One Kafka broker for the whole run, started when the first test needs it.
public final class TestBroker {

    /// A topic for what goes out, with three partitions.
    public static final String OUT = "halo-events";
    /// A topic for what comes in, with three partitions.
    public static final String IN = "dreamnet-events";

    private TestBroker() {
    }

    /// @return its bootstrap servers
    public static String servers() {
        return Started.BROKER.getBrokersAsString();
    }

    private static final class Started {

        static final EmbeddedKafkaKraftBroker BROKER = start();

        private static EmbeddedKafkaKraftBroker start() {
            EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 3, OUT, IN);
            broker.afterPropertiesSet();
            return broker;
        }
    }
}
