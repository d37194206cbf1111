package ink.dreamnet.halo.sink;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SinkPropertiesTest {

    private static AlertmanagerSettings labelled(String label) {
        return new AlertmanagerSettings(Duration.ofMinutes(1), Map.of(label, "x"));
    }

    private static KafkaSettings kafka(String servers) {
        return new KafkaSettings(servers, "halo-events", Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-team", "1st", "größe", "a b", ""})
    void alertmanagerWhenALabelHasNoNameThatAlertmanagersTakeIsRefused(String label) {
        assertThatThrownBy(() -> labelled(label)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sinks[].alertmanager.labels").hasMessageContaining("'" + label + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alertname", "severity", "sender"})
    void alertmanagerWhenALabelIsHalosOwnIsRefused(String label) {
        assertThatThrownBy(() -> labelled(label)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + label + "' is HALO's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "_team", "Team_2"})
    void alertmanagerTakesOtherLabels(String label) {
        assertThat(labelled(label).labels()).containsEntry(label, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:", "kafka:port", "kafka:0", "kafka:65536", "one:9092,two", "one:9092,",
            "one two:9092", "::1:9092"})
    void kafkaWhenAServerIsNoAddressIsRefused(String servers) {
        assertThatThrownBy(() -> kafka(servers)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sinks[].kafka.bootstrap-servers").hasMessageContaining("is not host:port");
    }

    @Test
    void kafkaKnowsTheHostsOfItsServers() {
        assertThat(kafka("kafka-1.example:9092, PLAINTEXT://10.0.0.1:9092,[::1]:9093").hosts())
                .containsExactly("kafka-1.example", "10.0.0.1", "::1");
        assertThat(kafka("").bootstrapServers()).isEmpty();
    }
}
