package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A silence or maintenance window as the API shows it.
///
/// @param id its id
/// @param kind `silence` or `maintenance`
/// @param state `pending`, `active` or `expired`
/// @param matchers its conditions, all of which must match
/// @param comment why
/// @param startsAt from when on it holds; null where configuration declares it
/// @param endsAt until when; null where it has no end
/// @param recurrence the windows in which it holds between the two; null where it always does
/// @param activeUntil until when it holds now; null where it does not, or has no end
/// @param nextStartsAt when it holds next, where it does not now; null where it never does
/// @param createdBy who put it
/// @param createdAt when; null where configuration declares it
/// @param endedBy who ended it before its time, or null
/// @param managedBy `api`, or `config` for what configuration declares
public record SilenceView(String id, Silence.Kind kind, Silence.State state, List<String> matchers, String comment,
        @Nullable Instant startsAt, @Nullable Instant endsAt, @Nullable RecurrenceView recurrence,
        @Nullable Instant activeUntil, @Nullable Instant nextStartsAt, String createdBy, @Nullable Instant createdAt,
        @Nullable String endedBy, String managedBy) {

    /// When its windows open.
    ///
    /// @param cron a cron expression
    /// @param timeZone the time zone that it is read in
    /// @param durationMs how long a window is open
    public record RecurrenceView(String cron, String timeZone, long durationMs) {
        static RecurrenceView of(Recurrence recurrence) {
            return new RecurrenceView(recurrence.cron(), recurrence.timeZone().getId(),
                    recurrence.duration().toMillis());
        }
    }

    static SilenceView of(Silence silence, Instant now) {
        Recurrence recurrence = silence.recurrence();
        return new SilenceView(silence.id(), silence.kind(), silence.state(now),
                silence.matchers().stream().map(Matcher::toString).toList(), silence.comment(), silence.startsAt(),
                silence.endsAt(), recurrence == null ? null : RecurrenceView.of(recurrence),
                silence.activeUntil(now).filter(until -> !until.equals(Instant.MAX)).orElse(null),
                silence.nextStart(now).orElse(null), silence.createdBy(), silence.createdAt(), silence.endedBy(),
                silence.createdAt() == null ? "config" : "api");
    }
}
