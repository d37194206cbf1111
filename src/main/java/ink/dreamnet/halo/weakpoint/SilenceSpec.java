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
import org.jspecify.annotations.Nullable;

/// A silence or a maintenance window as a caller or the configuration gives it, not yet checked.
///
/// @param kind `silence` or `maintenance`; by default `maintenance` where it recurs
/// @param matchers 1 to 32 conditions, all of which must match (`subject=endpoint:shop-*`)
/// @param everything must be true where the conditions pick nothing out
/// @param startsAt from when on, by default now
/// @param endsAt until when, at most 366 days after its start; may be absent only where it recurs
/// @param comment why, 1 to 1,000 characters
/// @param recurrence the windows in which it holds; null where it always does
record SilenceSpec(@Nullable String kind, @Nullable List<@Nullable String> matchers, @Nullable Boolean everything,
        @Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable String comment,
        @Nullable RecurrenceSpec recurrence) {

    private static final int MAX_MATCHERS = 32;
    private static final int MAX_COMMENT = 1000;
    private static final Duration LONGEST = Duration.ofDays(366);

    /// When its windows open.
    ///
    /// @param cron a cron expression of five or six fields
    /// @param timeZone a time zone, by default UTC
    /// @param durationMs how long a window is open, 60,000 (1 minute) to 604,800,000 (7 days)
    record RecurrenceSpec(@Nullable String cron, @Nullable String timeZone, @Nullable Long durationMs) {

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
        if (now != null) {
            checkTimes(problems, now, start);
        }
        if (!problems.isEmpty() || defined == null || comment == null) {
            throw new InvalidInputException(problems);
        }
        return new Silence(id, defined, conditions, comment.strip(), createdBy, now, start, endsAt, windows, null);
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

    private void checkTimes(List<FieldProblem> problems, Instant now, @Nullable Instant start) {
        Instant from = start == null ? now : start;
        if (endsAt == null) {
            if (recurrence == null) {
                problems.add(new FieldProblem("endsAt", "must be given: what has no end is forgotten"));
            }
        } else if (!endsAt.isAfter(now) || !endsAt.isAfter(from)) {
            problems.add(new FieldProblem("endsAt", "%s is not after now and after startsAt".formatted(endsAt)));
        } else if (endsAt.isAfter(from.plus(LONGEST))) {
            problems.add(new FieldProblem("endsAt", "%s is more than %d days after its start".formatted(endsAt,
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
