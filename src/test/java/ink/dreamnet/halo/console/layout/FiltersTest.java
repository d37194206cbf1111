package ink.dreamnet.halo.console.layout;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiltersTest {

    @Test
    void nextWhenFiltersHaveAnyCharactersKeepsThemWhole() {
        assertThat(Filters.next("/problems", Map.of("text", "a&b=c {d} +%"), "1|2"))
                .isEqualTo("/problems?text=a%26b%3Dc%20%7Bd%7D%20%2B%25&before=1%7C2");
    }

    @Test
    void nextWhenANameHasAnyCharactersIsAnAddressAllTheSame() {
        assertThat(Filters.next("/problems", Map.of("a}b{:", "1"), "2"))
                .isEqualTo("/problems?a%7Db%7B%3A=1&before=2");
    }

    @Test
    void nextWhenThereIsNoneIsNull() {
        assertThat(Filters.next("/problems", Map.of(), null)).isNull();
    }

    @Test
    void nextWhenAFilterIsBlankOrThePageIsNotTheFirstLeavesTheOldOut() {
        assertThat(Filters.next("/tasks", Map.of("status", " "), "b")).isEqualTo("/tasks?before=b");
        assertThat(Filters.next("/tasks", Map.of("before", "a"), "b")).isEqualTo("/tasks?before=b");
    }
}
