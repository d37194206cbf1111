package ink.dreamnet.halo.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ink.dreamnet.halo.support.CpuTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamFilterTest {

    private static WormholeEvent event(String type) {
        return WormholeEvent.builder(Direction.IN, "https://test.example", "1", type,
                Instant.parse("2026-11-24T10:00:00Z")).build();
    }

    @ParameterizedTest
    @CsvSource({"*,shop.order,true", "shop.*,shop.order,true", "shop.*,shops,false", "' shop.order ',shop.order,true",
            "*.order,shop.order,true", "shop,shop.order,false", "s*p*o*r,shop.order,true"})
    void wantsWhatItsTypesStandFor(String pattern, String type, boolean wanted) {
        assertThat(StreamFilter.of(List.of("none", pattern), null, null, null).matches(event(type))).isEqualTo(wanted);
    }

    /// One reader serves all who listen, and all sinks: no filter may keep it busy.
    @Test
    void matchesWhenATypeHasManyStarsAnswersAtOnce() {
        StreamFilter filter = StreamFilter.of(List.of("*a".repeat(20) + "*b*"), null, null, null);
        WormholeEvent event = event("a".repeat(WormholeEvent.MAX_TYPE));
        CpuTime.within(Duration.ofSeconds(5), () -> assertThat(filter.matches(event)).isFalse());
    }
}
