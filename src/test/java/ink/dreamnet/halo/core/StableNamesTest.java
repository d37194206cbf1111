package ink.dreamnet.halo.core;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StableNamesTest {

    @Test
    void indexWhenTwoShareANameNamesBothBeans() {
        Map<String, String> beans = new LinkedHashMap<>();
        beans.put("first", "agent-health");
        beans.put("second", "agent-health");
        assertThatThrownBy(() -> StableNames.index("analyzer", beans, name -> name))
                .isInstanceOf(StartRefusedException.class).hasMessageContaining("'first'")
                .hasMessageContaining("'second'")
                .hasMessageContaining("Two analyzers are named 'agent-health'");
    }

    @Test
    void indexWhenNameIsNotStableIsRefused() {
        for (String bad : new String[]{"", "Agent", "agent_health", "-a", "a--b", "x".repeat(64)}) {
            assertThatThrownBy(() -> StableNames.index("strategy", Map.of("bean", bad), name -> name))
                    .isInstanceOf(StartRefusedException.class).hasMessageContaining("'bean'");
        }
    }

    @Test
    void indexWhenNamesDifferKeepsAll() {
        assertThat(StableNames.index("analyzer", Map.of("a", "one", "b", "two-2"), name -> name)).hasSize(2);
    }
}
