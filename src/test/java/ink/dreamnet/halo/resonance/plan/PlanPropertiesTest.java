package ink.dreamnet.halo.resonance.plan;

import java.time.Duration;
import java.util.Map;

import ink.dreamnet.halo.resonance.plan.PlanProperties.Adaptive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanPropertiesTest {

    private static PlanProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("halo.plan",
                PlanProperties.class);
    }

    @Test
    void settingsWhenNothingIsConfiguredPlanLargeFleetsByABudget() {
        PlanProperties defaults = bound(Map.of());
        assertThat(defaults.adaptive(99)).isFalse();
        assertThat(defaults.adaptive(100)).isTrue();
        assertThat(defaults.settings(300_000)).isEqualTo(new PlanSettings(true, 300_000, 0.6, 0));
    }

    @Test
    void settingsWhenTheWorstDelayIsGivenHaveNoBudget() {
        assertThat(bound(Map.of("halo.plan.worst-delay", "20m")).settings(300_000))
                .isEqualTo(new PlanSettings(true, 300_000, Double.NaN, 1_200_000));
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "on, ON", "true, ON", "off, OFF", "false, OFF"})
    void adaptiveWhenWrittenAsASwitchIsRead(String text, Adaptive adaptive) {
        PlanProperties properties = bound(Map.of("halo.plan.adaptive", text));
        assertThat(properties.adaptive()).isEqualTo(adaptive);
        assertThat(properties.adaptive(1)).isEqualTo(adaptive == Adaptive.ON);
        assertThat(properties.adaptive(1000)).isEqualTo(adaptive != Adaptive.OFF);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "0.04, -, halo.plan.probe-budget is 0.04; it must be between 0.05 and 1",
            "1.5, -, halo.plan.probe-budget is 1.5",
            "-, 9, halo.plan.worst-delay is 9000 ms",
            "-, 86401, halo.plan.worst-delay is 86401000 ms",
            "0.4, 600, only one of them may be given"})
    void propertiesWhenWrongNameThePropertyAndWhatIsAllowed(@Nullable Double budget, @Nullable Long seconds,
            String message) {
        assertThatThrownBy(() -> new PlanProperties(Adaptive.AUTO, budget,
                seconds == null ? null : Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
