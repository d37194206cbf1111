package ink.dreamnet.halo.cycle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which recorded cycles someone wants to see: those that fit every member that is not null.
///
/// @param since only those that started then or later
/// @param until only those that started before
/// @param trigger only those that served a request of this trigger
/// @param status one of [#STATUSES]
/// @param mode only those of this mode
/// @param subject only those that saw an issue or a weak point of this subject
/// @param severity only those whose worst weak point has this severity, one of [#SEVERITIES]
public record HistoryFilter(@Nullable Instant since, @Nullable Instant until, @Nullable String trigger,
        @Nullable CycleStatus status, @Nullable CycleMode mode, @Nullable SubjectRef subject,
        @Nullable Severity severity) {

    /// A cycle that is still running is not recorded.
    public static final List<CycleStatus> STATUSES = List.of(CycleStatus.COMPLETED, CycleStatus.INTERRUPTED);

    /// What is `low` is no weak point.
    public static final List<Severity> SEVERITIES = List.of(Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

    /// The completed cycles.
    public static final HistoryFilter COMPLETED = new HistoryFilter(null, null, null, CycleStatus.COMPLETED, null, null,
            null);

    /// The filters as a caller writes them; one that is null or blank asks for all.
    public record Given(@Nullable String since, @Nullable String until, @Nullable String trigger,
            @Nullable String status,
            @Nullable String mode, @Nullable String subject, @Nullable String severity) {
    }

    /// Reads the filters of the API.
    ///
    /// @param triggers the names of all triggers
    /// @throws InvalidInputException where one of them cannot be read, or `until` is not after `since`
    public static HistoryFilter of(Given given, Collection<String> triggers) {
        Instant since = Texts.instant("since", given.since());
        Instant until = Texts.instant("until", given.until());
        if (since != null && until != null && !since.isBefore(until)) {
            throw new InvalidInputException("until", "%s is not after since, which is %s".formatted(until, since));
        }
        String trigger = text(given.trigger());
        if (trigger != null && !triggers.contains(trigger)) {
            throw new InvalidInputException("trigger",
                    "'%s' is not one of %s".formatted(trigger, String.join(", ", triggers)));
        }
        String subject = text(given.subject());
        return new HistoryFilter(since, until, trigger, oneOf(STATUSES, "status", given.status()),
                oneOf(List.of(CycleMode.values()), "mode", given.mode()),
                subject == null ? null : SubjectRef.parse(subject), oneOf(SEVERITIES, "severity", given.severity()));
    }

    private static <E extends Wire> @Nullable E oneOf(List<E> allowed, String field, @Nullable String given) {
        String text = text(given);
        if (text == null) {
            return null;
        }
        return allowed.stream().filter(one -> one.wire().equalsIgnoreCase(text)).findFirst()
                .orElseThrow(() -> new InvalidInputException(field, "'%s' is not one of %s".formatted(text,
                        allowed.stream().map(Wire::wire).collect(Collectors.joining(", ")))));
    }

    private static @Nullable String text(@Nullable String given) {
        return given == null || given.isBlank() ? null : given.strip();
    }
}
