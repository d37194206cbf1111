package ink.dreamnet.halo.console.silence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.weakpoint.Silence;
import ink.dreamnet.halo.weakpoint.Silence.Span;
import ink.dreamnet.halo.weakpoint.SilenceHits;
import ink.dreamnet.halo.weakpoint.SilenceOutlook;
import ink.dreamnet.halo.weakpoint.SilenceView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarTest {

    private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");

    private static Calendar calendar(Span... spans) {
        SilenceView silence = new SilenceView("s", Silence.Kind.SILENCE, Silence.State.ACTIVE, List.of("kind=agent"),
                "why", null, null, null, null, null, "operator", null, null, "api");
        return Calendar.of(List.of(new SilenceOutlook(silence, new SilenceHits(0, List.of(), true), List.of(spans))),
                NOW);
    }

    private static Span span(String from, String until) {
        return new Span(Instant.parse(from), Instant.parse(until));
    }

    @Test
    void ofSaysWhenItHoldsOnEachDay() {
        Calendar calendar = calendar(span("2026-11-30T03:00:00Z", "2026-11-30T07:00:00Z"),
                span("2026-12-01T22:00:00Z", "2026-12-03T06:00:00Z"));

        assertThat(calendar.days()).hasSize(Calendar.DAYS).startsWith("Mon 30 Nov", "Tue 1 Dec").endsWith("Sun 13 Dec");
        assertThat(calendar.rows()).singleElement().satisfies(row -> assertThat(row.cells()).hasSize(Calendar.DAYS)
                .startsWith("03:00–07:00", "from 22:00", "all day", "until 06:00", ""));
    }

    @Test
    void ofWhenItHoldsOftenOnADayCounts() {
        List<Span> hourly = new ArrayList<>();
        for (int hour = 0; hour < 5; hour++) {
            hourly.add(new Span(NOW.plusSeconds(hour * 3600L), NOW.plusSeconds(hour * 3600L + 60)));
        }

        assertThat(calendar(hourly.toArray(Span[]::new)).rows().getFirst().cells()).startsWith("5 times", "");
        assertThat(calendar().rows()).as("that never holds").isEmpty();
    }
}
