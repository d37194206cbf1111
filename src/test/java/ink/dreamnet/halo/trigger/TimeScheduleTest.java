package ink.dreamnet.halo.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeScheduleTest {

    private static TimeTriggerProperties properties(@Nullable String cron, String zone) {
        return new TimeTriggerProperties(true, Duration.ofMinutes(5), Duration.ofSeconds(3), cron, ZoneId.of(zone),
                Duration.ZERO);
    }

    @Test
    void nextWhenIntervalIsThatLongAfterTheLastFiring() {
        TimeSchedule schedule = new TimeSchedule(properties(null, "UTC"));
        Instant done = Instant.parse("2026-11-24T10:00:07Z");
        assertThat(schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(done)))
                .isEqualTo("2026-11-24T10:05:07Z");
        assertThat(schedule.getInitialExecutionTime(done)).isEqualTo("2026-11-24T10:00:10Z");
    }

    /// In Berlin the clock goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 back to 02:00 on 2026-10-25.
    @ParameterizedTest
    @CsvSource({"0 0 9 * * MON-FRI,Europe/Berlin,2026-03-27T12:00:00Z,2026-03-30T07:00:00Z",
            "0 0 9 * * MON-FRI,Europe/Berlin,2026-10-23T12:00:00Z,2026-10-26T08:00:00Z",
            "0 */15 * * * *,UTC,2026-11-24T10:15:00Z,2026-11-24T10:30:00Z",
            "0 */15 * * * *,UTC,2026-11-24T10:14:59.999Z,2026-11-24T10:15:00Z",
            "@hourly,Asia/Kolkata,2026-11-24T10:00:00Z,2026-11-24T10:30:00Z"})
    void nextWhenCronFollowsTheZone(String cron, String zone, Instant after, Instant expected) {
        TimeSchedule schedule = new TimeSchedule(properties(cron, zone));
        assertThat(properties(cron, zone).next(after)).isEqualTo(expected);
        assertThat(schedule.getInitialExecutionTime(after)).isEqualTo(expected);
    }

    /// db-scheduler keeps a time that has passed as it is, runs it once, and asks for the next one after that.
    @Test
    void nextWhenManyWereMissedIsOnlyOne() {
        TimeSchedule schedule = new TimeSchedule(properties("0 0 * * * *", "UTC"));
        Instant missedAndRunAt = Instant.parse("2026-11-24T17:20:00Z");
        assertThat(schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(missedAndRunAt)))
                .isEqualTo("2026-11-24T18:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"*/5 * * * *", "0 0 25 * * *", "0 0 0 30 2 *", "soon"})
    void cronWhenWrongNamesTheProperty(String cron) {
        assertThatThrownBy(() -> properties(cron, "UTC")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("halo.triggers.time.cron is '" + cron + "'").hasMessageContaining("six fields");
    }
}
