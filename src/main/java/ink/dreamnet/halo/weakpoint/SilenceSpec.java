package ink.dreamnet.halo.weakpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import ink.dreamnet.halo.core.masking.MaskedText;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/// A silence or a maintenance window as a caller or the configuration gives it, not yet checked.
///
/// @param kind `silence` or `maintenance`; by default `maintenance` where it recurs
/// @param matchers 1 to 32 conditions, all of which must match (`subject=endpoint:shop-*`); required
/// @param everything must be true where the conditions pick nothing out
/// @param startsAt from when on, by default now
/// @param endsAt until when, at most 366 days after its start; may be absent only where it recurs or has a duration
/// @param duration how long from its start on, instead of endsAt: `2h`, `90m`, `1h30m`, `7d` or ISO 8601; not where it recurs
/// @param comment why, 1 to 1,000 characters; required
/// @param recurrence the windows in which it holds; null where it always does
public record SilenceSpec(@Schema(implementation = Silence.Kind.class) @Nullable String kind,
        @Nullable List<@Nullable String> matchers, @Nullable Boolean everything,
        @Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable String duration, @Nullable String comment,
        @Nullable RecurrenceSpec recurrence) {

    private static final int MAX_MATCHERS = 32;
    private static final int MAX_COMMENT = 1000;
    private static final int MAX_DURATION = 40;
    private static final Duration LONGEST = Duration.ofDays(366);

    /// When its windows open.
    ///
    /// @param cron a cron expression of five or six fields
    /// @param timeZone a time zone, by default UTC
    /// @param durationMs how long a window is open, 60,000 (1 minute) to 604,800,000 (7 days)
    public record RecurrenceSpec(@Nullable String cron, @Nullable String timeZone, @Nullable Long durationMs) {

        Recurrence define() {
            return Recurrence.parse(cron, timeZone, durationMs == null ? null : Duration.ofMillis(durationMs));
        }
    }

    /// Checks everything and fills in the defaults.
    ///
    /// @param now by which the times are checked; null where configuration declares it, for which no time is set
    /// @throws InvalidInputException naming every invalid field
    Silence define(String id, String createdBy, @Nullable Instant now) {
        List<FieldProblem> problems = new ArrayList<>();
        Recurrence windows = recurrence == null ? null : attempt(problems, "recurrence.", recurrence::define);
        Silence.Kind defined = kind == null
                ? recurrence == null ? Silence.Kind.SILENCE : Silence.Kind.MAINTENANCE
                : attempt(problems, "", () -> Wire.parse(Silence.Kind.class, "kind", kind));
        List<Matcher> conditions = conditions(problems);
        checkComment(problems);
        Instant start = startsAt == null ? now : startsAt;
        Instant end = start == null || duration == null ? endsAt : afterDuration(problems, start, duration);
        if (now != null && problems.stream().noneMatch(problem -> problem.field().equals("duration"))) {
            checkTimes(problems, now, start, end);
        }
        if (!problems.isEmpty() || defined == null || comment == null) {
            throw new InvalidInputException(problems);
        }
        return new Silence(id, defined, conditions, Texts.shortened(MaskedText.in(comment.strip()), MAX_COMMENT),
                createdBy, now, start, end, windows, null);
    }

    /// @return the same as if somebody had confirmed it
    SilenceSpec unconfirmed() {
        return new SilenceSpec(kind, matchers, true, startsAt, endsAt, duration, "not put", recurrence);
    }

    private List<Matcher> conditions(List<FieldProblem> problems) {
        List<Matcher> read = new ArrayList<>();
        int given = matchers == null ? 0 : matchers.size();
        if (matchers == null || given < 1 || given > MAX_MATCHERS) {
            problems.add(new FieldProblem("matchers", "has %d entries; 1 to %d are allowed".formatted(given,
                    MAX_MATCHERS)));
            return read;
        }
        for (int i = 0; i < given; i++) {
            String field = "matchers[%d]".formatted(i);
            String text = matchers.get(i);
            Matcher matcher = attempt(problems, "", () -> Matcher.parse(field, text == null ? "" : text));
            if (matcher != null) {
                read.add(matcher);
            }
        }
        if (read.size() == given && read.stream().noneMatch(Matcher::selects) && !Boolean.TRUE.equals(everything)) {
            problems.add(new FieldProblem("everything",
                    "must be true, because none of the matchers picks anything out: it would silence whatever it does not exclude"));
        }
        return read;
    }

    private void checkComment(List<FieldProblem> problems) {
        if (comment == null || comment.isBlank()) {
            problems.add(new FieldProblem("comment", "is missing; it says why"));
        } else {
            attempt(problems, "", () -> {
                Texts.check("comment", comment, MAX_COMMENT);
                return comment;
            });
        }
    }

    /// @return when it ends; null where a problem was found
    private @Nullable Instant afterDuration(List<FieldProblem> problems, Instant start, String given) {
        String problem = null;
        if (endsAt != null) {
            problem = "cannot be given together with endsAt";
        } else if (recurrence != null) {
            problem = "cannot be given together with recurrence, whose durationMs says how long a window is open";
        } else {
            try {
                // a number alone would be milliseconds
                Duration length = given.matches("\\s*\\d+\\s*")
                        ? Duration.ZERO
                        : DurationFormatterUtils.detectAndParse(given.strip());
                if (length.isPositive() && length.compareTo(LONGEST) <= 0) {
                    return start.plus(length);
                }
            } catch (RuntimeException noDuration) {
                // is refused below
            }
            problem = "'%s' is not a duration of more than 0 and at most %d days, such as 30m, 2h, 1h30m or 7d"
                    .formatted(Texts.shortened(given, MAX_DURATION), LONGEST.toDays());
        }
        problems.add(new FieldProblem("duration", problem));
        return null;
    }

    private void checkTimes(List<FieldProblem> problems, Instant now, @Nullable Instant start, @Nullable Instant end) {
        Instant from = start == null ? now : start;
        if (end == null) {
            if (recurrence == null) {
                problems.add(new FieldProblem("endsAt",
                        "must be given, or else duration (2h): what has no end is forgotten"));
            }
        } else if (!end.isAfter(now) || !end.isAfter(from)) {
            problems.add(new FieldProblem("endsAt", "%s is not after now and after startsAt".formatted(end)));
        } else if (end.isAfter(from.plus(LONGEST))) {
            problems.add(new FieldProblem("endsAt", "%s is more than %d days after its start".formatted(end,
                    LONGEST.toDays())));
        }
        if (from.isAfter(now.plus(LONGEST))) {
            problems.add(new FieldProblem("startsAt", "%s is more than %d days ahead".formatted(from,
                    LONGEST.toDays())));
        }
    }

    private static <T> @Nullable T attempt(List<FieldProblem> problems, String prefix, Supplier<T> check) {
        try {
            return check.get();
        } catch (InvalidInputException wrong) {
            wrong.problems().forEach(problem -> problems.add(new FieldProblem(prefix + problem.field(),
                    problem.message())));
            return null;
        }
    }
}
