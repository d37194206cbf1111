package ink.dreamnet.halo.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.TestClock;
import ink.dreamnet.halo.trigger.TimeTriggerProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@HaloTest
@OnH2
class HaloHealthTest {

    @Autowired
    Api api;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    @AfterEach
    void forget() {
        jdbc.update("update trigger_state set enabled = null, changed_at = null where name = 'time'");
    }

    private int health() {
        return api.get("/actuator/health/halo").status();
    }

    /// The time trigger is off in the configuration of this test.
    @Test
    void healthGoesByTheOperatorsWordAndNotByTheConfigurationAlone() {
        clock.advance(Duration.ofHours(1));
        assertThat(health()).isEqualTo(200);

        assertThat(api.post("/api/halo/triggers/time/enable", null).status()).isEqualTo(200);
        assertThat(health()).as("it had no time to run yet").isEqualTo(200);
        clock.advance(Duration.ofMinutes(10));
        assertThat(health()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(2));
        assertThat(health()).as("two intervals of 5 min and 1 min are over").isEqualTo(503);

        assertThat(api.post("/api/halo/triggers/time/disable", null).status()).isEqualTo(200);
        assertThat(health()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-,2026-11-24T11:00:00Z", "0 0 3 * * *,2026-11-24T10:00:00Z"})
    void firstIsExpectedAfterTheInitialDelay(@Nullable String cron, Instant expected) {
        TimeTriggerProperties schedule = new TimeTriggerProperties(true, Duration.ofMinutes(5), Duration.ofHours(1),
                cron, ZoneId.of("UTC"), Duration.ZERO);
        assertThat(HaloHealthIndicator.first(schedule, Instant.parse("2026-11-24T10:00:00Z"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-,0,2026-11-24T10:11:00Z", "-,60,2026-11-24T11:11:00Z",
            "0 0 3 * * *,0,2026-11-25T03:05:00Z", "0 */10 * * * *,0,2026-11-24T10:15:00Z",
            "0 */10 * * * *,60,2026-11-24T11:15:00Z", "0 0 9 * * MON,0,2026-11-30T09:05:00Z"})
    void overdueGoesByTheSchedule(@Nullable String cron, int cooldownMinutes, Instant expected) {
        TimeTriggerProperties schedule = new TimeTriggerProperties(true, Duration.ofMinutes(5), Duration.ZERO, cron,
                ZoneId.of("UTC"), Duration.ofMinutes(cooldownMinutes));
        assertThat(HaloHealthIndicator.overdue(schedule, Instant.parse("2026-11-24T10:00:00Z"))).isEqualTo(expected);
    }
}
