package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import ink.dreamnet.halo.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// In Berlin, clocks are put from 02:00 (01:00 UTC) to 03:00 on 29 March 2026, and back from 03:00 (01:00 UTC) to 02:00 on
/// 25 October 2026.
class RecurrenceTest {

    private static Recurrence berlin(String cron, String duration) {
        return Recurrence.parse(cron, "Europe/Berlin", Duration.parse(duration));
    }

    private static boolean open(Recurrence windows, String instant) {
        return windows.openUntil(Instant.parse(instant)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
            // 22:00 in Berlin is 21:00 UTC in winter and 20:00 in summer
            "2026-01-10T20:59:59Z, false", "2026-01-10T21:00:00Z, true", "2026-01-10T22:59:59Z, true",
            "2026-01-10T23:00:00Z, false", "2026-07-10T19:59:59Z, false", "2026-07-10T20:00:00Z, true"})
    void openUntilFollowsTheClockOfTheTimeZone(String instant, boolean open) {
        assertThat(open(berlin("0 22 * * *", "PT2H"), instant)).isEqualTo(open);
    }

    @Test
    void openUntilWhenClocksArePutForwardOpensLaterByTheGap() {
        Recurrence windows = berlin("30 2 * * *", "PT1H");
        // 02:30 does not exist; it is 03:30 summer time
        assertThat(open(windows, "2026-03-29T01:29:59Z")).isFalse();
        assertThat(open(windows, "2026-03-29T01:30:00Z")).isTrue();
        assertThat(open(windows, "2026-03-29T02:29:59Z")).isTrue();
        assertThat(open(windows, "2026-03-29T02:30:00Z")).isFalse();
        assertThat(windows.nextOpening(Instant.parse("2026-03-28T12:00:00Z"))).hasValue(
                Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(windows.nextOpening(Instant.parse("2026-03-29T01:30:00Z"))).hasValue(
                Instant.parse("2026-03-30T00:30:00Z"));
    }

    @Test
    void openUntilWhenClocksArePutBackOpensOnce() {
        Recurrence windows = berlin("30 2 * * *", "PT30M");
        assertThat(open(windows, "2026-10-25T00:29:59Z")).isFalse();
        assertThat(open(windows, "2026-10-25T00:30:00Z")).isTrue();
        assertThat(open(windows, "2026-10-25T01:00:00Z")).isFalse();
        // 02:30 for the second time
        assertThat(open(windows, "2026-10-25T01:30:00Z")).isFalse();
        assertThat(windows.nextOpening(Instant.parse("2026-10-25T00:30:00Z"))).hasValue(
                Instant.parse("2026-10-26T01:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"30 1 * * *, 2026-03-29T00:30:00Z, 2026-03-29T02:29:59Z, 2026-03-29T02:30:00Z",
            "30 1 * * *, 2026-10-24T23:30:00Z, 2026-10-25T01:29:59Z, 2026-10-25T01:30:00Z"})
    void openUntilWhenClocksChangeWithinTheWindowKeepsItsDuration(String cron, String first, String last,
            String after) {
        Recurrence windows = berlin(cron, "PT2H");
        assertThat(windows.openUntil(Instant.parse(first))).hasValue(Instant.parse(after));
        assertThat(open(windows, last)).isTrue();
        assertThat(open(windows, after)).isFalse();
    }

    @Test
    void openUntilWhenByTheHourGoesByTheHoursThatThereAre() {
        Recurrence windows = berlin("0 * * * *", "PT10M");
        for (String hour : new String[]{"2026-10-24T23", "2026-10-25T00", "2026-10-25T01", "2026-10-25T02",
                "2026-03-29T00", "2026-03-29T01", "2026-03-29T02"}) {
            assertThat(open(windows, hour + ":05:00Z")).as(hour).isTrue();
            assertThat(open(windows, hour + ":15:00Z")).as(hour).isFalse();
        }
    }

    @Test
    void openUntilWhenWindowsOverlapIsTheEndOfTheLast() {
        Recurrence windows = Recurrence.parse("0 0,1 * * *", null, Duration.ofHours(3));
        assertThat(windows.timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(windows.openUntil(Instant.parse("2026-05-01T00:30:00Z"))).hasValue(
                Instant.parse("2026-05-01T03:00:00Z"));
        assertThat(windows.openUntil(Instant.parse("2026-05-01T02:30:00Z"))).hasValue(
                Instant.parse("2026-05-01T04:00:00Z"));
    }

    @Test
    void openUntilWhenSecondsAreGivenTakesThem() {
        Recurrence windows = Recurrence.parse("30 0 12 * * MON", "UTC", Duration.ofMinutes(1));
        assertThat(open(windows, "2026-11-23T12:00:29Z")).isFalse();
        assertThat(open(windows, "2026-11-23T12:00:30Z")).isTrue();
        assertThat(open(windows, "2026-11-24T12:00:30Z")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', UTC, PT1H, cron", "99 * * * *, UTC, PT1H, cron", "0 0 30 2 *, UTC, PT1H, never comes",
            "* * * * * *, UTC, PT1H, more often", "0 2 * * *, Mars/Base, PT1H, timeZone",
            "0 2 * * *, UTC, PT59S, durationMs", "0 2 * * *, UTC, P8D, durationMs"})
    void parseWhenWrongIsRefused(String cron, String timeZone, String duration, String names) {
        assertThatThrownBy(() -> Recurrence.parse(cron, timeZone, Duration.parse(duration)))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining(names);
    }

    @Test
    void spansAreCutToTheTimeThatIsAskedForAndJoinedWhereTheyTouch() {
        Instant from = Instant.parse("2026-01-10T21:30:00Z");
        assertThat(berlin("0 22 * * *", "PT2H").spans(from, Instant.parse("2026-01-12T21:15:00Z"))).containsExactly(
                new Silence.Span(from, Instant.parse("2026-01-10T23:00:00Z")),
                new Silence.Span(Instant.parse("2026-01-11T21:00:00Z"), Instant.parse("2026-01-11T23:00:00Z")),
                new Silence.Span(Instant.parse("2026-01-12T21:00:00Z"), Instant.parse("2026-01-12T21:15:00Z")));
        assertThat(berlin("0 * * * *", "PT1H").spans(from, Instant.parse("2026-01-11T05:00:00Z"))).containsExactly(
                new Silence.Span(from, Instant.parse("2026-01-11T05:00:00Z")));
        assertThat(berlin("0 22 * * *", "PT2H").spans(Instant.parse("2026-01-10T23:00:00Z"),
                Instant.parse("2026-01-11T21:00:00Z"))).isEmpty();
    }
}
