package ink.dreamnet.halo.console.problem;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ink.dreamnet.halo.console.layout.Times;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvidenceTest {

    private static final Times TIMES = new Times(Instant.parse("2026-11-30T03:00:00Z"));

    @Test
    void ofMakesWordsAndTables() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("silentForMs", 180_000);
        data.put("observedAt", "2026-11-30T02:55:00Z");
        data.put("timings", Map.of("firstByteMs", 4.25));
        data.put("failedConditions", List.of("[STATUS] == 200 but was 500"));
        data.put("findings", List.of(Map.of("file", "Dockerfile"), Map.of("file", ".env", "line", 3)));
        data.put("labels", Map.of("team", "core"));

        Evidence evidence = Evidence.of(data, TIMES);

        assertThat(evidence.facts()).containsExactly(List.of("Silent for", "3 min"),
                List.of("Observed at", "2026-11-30 02:55:00 UTC, 5 min ago"));
        assertThat(evidence.tables()).containsExactly(
                new Evidence.Table("Timings", List.of(), List.of(List.of("First byte", "4.3 ms")), 0),
                new Evidence.Table("Failed conditions", List.of(), List.of(List.of("[STATUS] == 200 but was 500")), 0),
                new Evidence.Table("Findings", List.of("File", "Line"),
                        List.of(List.of("Dockerfile", ""), List.of(".env", "3")), 0));
    }

    @Test
    void ofWhenAListIsLongSaysHowManyAreLeftOut() {
        Evidence evidence = Evidence.of(Map.of("agents", IntStream.range(0, 60).boxed().toList()), TIMES);

        assertThat(evidence.tables()).singleElement().satisfies(table -> {
            assertThat(table.rows()).hasSize(50);
            assertThat(table.more()).isEqualTo(10);
        });
    }
}
