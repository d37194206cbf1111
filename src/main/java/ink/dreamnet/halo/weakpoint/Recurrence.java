package ink.dreamnet.halo.weakpoint;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/// When a maintenance window opens again and again.
///
/// Where clocks are put forward, a window whose time of day does not exist opens later by the length of the gap. Where they
/// are put back, a window whose time of day comes twice opens at the first. A window that opens by the hour (the hours of
/// its cron expression begin with `*`) goes by the hours that there really are.
///
/// @param cron when it opens: five fields (minute, hour, day of month, month, day of week), or six with seconds before them
/// @param timeZone where its clock hangs (`Europe/Berlin`)
/// @param duration how long it stays open in real time, 1 minute to 7 days
record Recurrence(String cron, ZoneId timeZone, Duration duration) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    /// The largest gap or overlap that a time zone has had is a day.
    private static final Duration LARGEST_SHIFT = Duration.ofDays(1);
    private static final int MAX_CRON = 100;

    /// Reads what a caller or the configuration gives.
    ///
    /// @param timeZone null means UTC
    /// @throws InvalidInputException where it is invalid
    static Recurrence parse(@Nullable String cron, @Nullable String timeZone, @Nullable Duration duration) {
        if (cron == null || cron.isBlank() || cron.length() > MAX_CRON) {
            throw new InvalidInputException("cron", "must have 1 to %d characters".formatted(MAX_CRON));
        }
        if (duration == null || duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("durationMs", "%s is not between %d (1 minute) and %d (7 days)".formatted(
                    duration == null ? "nothing" : duration.toMillis(), SHORTEST.toMillis(), LONGEST.toMillis()));
        }
        Recurrence recurrence = new Recurrence(cron.strip(), zone(timeZone), duration);
        recurrence.check();
        return recurrence;
    }

    private static ZoneId zone(@Nullable String timeZone) {
        try {
            return ZoneId.of(timeZone == null ? "UTC" : timeZone.strip());
        } catch (DateTimeException unknown) {
            throw new InvalidInputException("timeZone", "'%s' is no time zone (for example Europe/Berlin)".formatted(
                    timeZone));
        }
    }

    private void check() {
        CronExpression expression;
        try {
            expression = expression();
        } catch (IllegalArgumentException malformed) {
            throw new InvalidInputException("cron", "'%s' is no cron expression: %s".formatted(cron,
                    malformed.getMessage()));
        }
        LocalDateTime first = expression.next(LocalDateTime.of(2000, 1, 1, 0, 0));
        if (first == null) {
            throw new InvalidInputException("cron", "'%s' never comes".formatted(cron));
        }
        LocalDateTime second = expression.next(first);
        if (second != null && Duration.between(first, second).compareTo(SHORTEST) < 0) {
            throw new InvalidInputException("cron",
                    "'%s' comes more often than once a minute".formatted(cron));
        }
    }

    private CronExpression expression() {
        return CronExpression.parse(cron.startsWith("@") || cron.split("\\s+").length != 5 ? cron : "0 " + cron);
    }

    private boolean hourly() {
        String[] fields = cron.split("\\s+");
        return cron.equals("@hourly") || fields.length >= 5 && fields[fields.length - 4].startsWith("*");
    }

    /// @return until when the window is open that opened last; empty where none is open
    Optional<Instant> openUntil(Instant now) {
        Instant latest = null;
        Instant opening = opening(now.minus(duration));
        while (opening != null && !opening.isAfter(now)) {
            latest = opening;
            opening = opening(opening);
        }
        return Optional.ofNullable(latest).map(start -> start.plus(duration));
    }

    /// @return when the next window opens; empty where none does any more
    Optional<Instant> nextOpening(Instant now) {
        return Optional.ofNullable(opening(now));
    }

    /// @return the times between two others in which a window is open, the earliest first, apart from each other
    List<Silence.Span> spans(Instant from, Instant until) {
        List<Silence.Span> spans = new ArrayList<>();
        Instant opening = opening(from.minus(duration));
        while (opening != null && opening.isBefore(until)) {
            Instant begin = opening.isBefore(from) ? from : opening;
            Instant close = opening.plus(duration);
            Instant end = close.isAfter(until) ? until : close;
            if (!spans.isEmpty() && !begin.isAfter(spans.getLast().until())) {
                spans.set(spans.size() - 1, new Silence.Span(spans.getLast().from(), end));
            } else {
                spans.add(new Silence.Span(begin, end));
            }
            opening = opening(opening);
        }
        return spans;
    }

    /// @return the first opening after a time
    private @Nullable Instant opening(Instant after) {
        if (hourly()) {
            ZonedDateTime next = expression().next(after.atZone(timeZone));
            return next == null ? null : next.toInstant();
        }
        CronExpression expression = expression();
        // local time is not in step with real time near a shift, so begin before it and skip what is past
        LocalDateTime local = expression.next(LocalDateTime.ofInstant(after.minus(LARGEST_SHIFT), timeZone));
        while (local != null && !local.atZone(timeZone).toInstant().isAfter(after)) {
            local = expression.next(local);
        }
        return local == null ? null : local.atZone(timeZone).toInstant();
    }
}
