package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// A silence or a maintenance window: the weak points that it matches are observed, but no repairs of them are proposed.
///
/// @param id its id
/// @param kind which of the two
/// @param matchers all of them must match; at least one
/// @param comment why
/// @param createdBy who put it; `configuration` for what that declares
/// @param createdAt when; null for what configuration declares
/// @param startsAt from when on it holds; null where it has no start
/// @param endsAt until when; null where it has no end
/// @param recurrence in which windows it holds between the two; null where it always does
/// @param endedBy who ended it before its time, or null
public record Silence(String id, Kind kind, List<Matcher> matchers, String comment, String createdBy,
        @Nullable Instant createdAt, @Nullable Instant startsAt, @Nullable Instant endsAt,
        @Nullable Recurrence recurrence, @Nullable String endedBy) {

    /// What an operator means by it.
    public enum Kind implements Wire {
        SILENCE, MAINTENANCE
    }

    /// Its state.
    public enum State implements Wire {
        /// It will hold, or its next window will open.
        PENDING,
        /// It holds.
        ACTIVE,
        /// It will not hold any more.
        EXPIRED
    }

    /// @return what was written of it, to be compared
    List<Object> written() {
        return List.of(matchers.stream().map(matcher -> matcher.name() + matcher.operator() + matcher.value()).toList(),
                comment, Optional.ofNullable(startsAt), Optional.ofNullable(endsAt), Optional.ofNullable(recurrence));
    }

    /// A time in which it holds.
    ///
    /// @param from its begin
    /// @param until its end
    public record Span(Instant from, Instant until) {
    }

    State state(Instant now) {
        if (expired(now)) {
            return State.EXPIRED;
        }
        return activeUntil(now).isPresent() ? State.ACTIVE : State.PENDING;
    }

    private boolean expired(Instant now) {
        return endsAt != null && !now.isBefore(endsAt);
    }

    /// @return until when it holds, [Instant#MAX] where it has no end; empty where it does not hold
    Optional<Instant> activeUntil(Instant now) {
        if (expired(now) || startsAt != null && now.isBefore(startsAt)) {
            return Optional.empty();
        }
        Instant end = endsAt == null ? Instant.MAX : endsAt;
        return recurrence == null
                ? Optional.of(end)
                : recurrence.openUntil(now).map(close -> close.isBefore(end) ? close : end);
    }

    /// @return when it begins to hold next, where it does not hold now; empty where it never does
    Optional<Instant> nextStart(Instant now) {
        if (state(now) != State.PENDING) {
            return Optional.empty();
        }
        if (recurrence == null) {
            return Optional.ofNullable(startsAt);
        }
        Instant from = startsAt != null && startsAt.isAfter(now) ? startsAt : now;
        return recurrence.openUntil(from).isPresent()
                ? Optional.of(from)
                : recurrence.nextOpening(from).filter(next -> endsAt == null || next.isBefore(endsAt));
    }

    /// @return when it holds between two times, the earliest first
    List<Span> spans(Instant from, Instant until) {
        Instant begin = startsAt != null && startsAt.isAfter(from) ? startsAt : from;
        Instant end = endsAt != null && endsAt.isBefore(until) ? endsAt : until;
        if (!begin.isBefore(end)) {
            return List.of();
        }
        return recurrence == null ? List.of(new Span(begin, end)) : recurrence.spans(begin, end);
    }

    /// @return whether it may match a weak point of a subject: whatever it asks of subjects is so
    boolean concerns(SubjectRef subject, Facts facts) {
        SilenceTarget target = new SilenceTarget(new Identity("", "", subject), Severity.HIGH, facts);
        return matchers.stream().filter(Matcher::ofSubject).allMatch(matcher -> matcher.matches(target));
    }

    boolean matches(SilenceTarget weakPoint) {
        return matchers.stream().allMatch(matcher -> matcher.matches(weakPoint));
    }
}
