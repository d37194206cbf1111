package ink.dreamnet.halo.console.layout;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

import ink.dreamnet.halo.core.Wire;

/// Until when somebody puts something off, as buttons offer it.
public enum Until implements Wire {
    /// For an hour.
    HOUR("1 h"),
    /// For a shift of eight hours.
    SHIFT("8 h"),
    /// Until the next Monday, 08:00 UTC.
    MONDAY("until Monday");

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private final String label;

    Until(String label) {
        this.label = label;
    }

    /// @return as a button says it
    public String label() {
        return label;
    }

    /// @return the end of what begins now
    public Instant from(Instant now) {
        return switch (this) {
            case HOUR -> now.plus(Duration.ofHours(1));
            case SHIFT -> now.plus(Duration.ofHours(8));
            case MONDAY -> now.atOffset(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                    .atTime(MORNING).toInstant(ZoneOffset.UTC);
        };
    }
}
