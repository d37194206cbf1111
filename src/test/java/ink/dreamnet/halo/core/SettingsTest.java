package ink.dreamnet.halo.core;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTest {

    private record Inner(int days) {
    }

    private record Example(Duration timeout, DataSize body, int bound, boolean on, Severity worst, List<URI> canary,
            Inner inner, @Nullable String absent) {
    }

    @Test
    void ofShowsEachComponentInTheFormOfTheWire() {
        assertThat(Settings.of(new Example(Duration.ofSeconds(2), DataSize.ofKilobytes(64), 3, true, Severity.HIGH,
                List.of(URI.create("tcp://192.0.2.1:443")), new Inner(7), null)))
                .isEqualTo(Map.of("timeoutMs", 2000L, "bodyBytes", 65_536L, "bound", 3, "on", true, "worst", "high",
                        "canary", List.of("tcp://192.0.2.1:443"), "inner", Map.of("days", 7)));
    }
}
