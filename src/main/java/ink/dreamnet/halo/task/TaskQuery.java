package ink.dreamnet.halo.task;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;

/// Which tasks someone wants to see, and in which order.
///
/// @param statuses their statuses, at least one
/// @param subject only of this subject; null, as below, for all
/// @param kind only of subjects of this kind
/// @param code only of weak points of this code
/// @param severity only of this severity
/// @param squad only routed to this squad
/// @param sort the order
public record TaskQuery(Set<TaskStatus> statuses, @Nullable SubjectRef subject, @Nullable SubjectKind kind,
        @Nullable String code, @Nullable Severity severity, @Nullable String squad, Sort sort) {

    /// The orders of a list of tasks.
    public enum Sort implements Wire {
        /// The newest first.
        NEWEST,
        /// The most severe first, then what expires first, then the oldest. Only of what waits for approval.
        URGENCY
    }

    private static final Set<TaskStatus> WAITING = Set.of(TaskStatus.PENDING_APPROVAL);

    /// @throws InvalidInputException where the order is none of these statuses
    public TaskQuery {
        if (sort == Sort.URGENCY && !statuses.equals(WAITING)) {
            throw new InvalidInputException("sort",
                    "urgency is an order of what waits for approval: give status=pending-approval with it");
        }
    }

    /// @return what waits for approval, the most urgent first
    public static TaskQuery waiting() {
        return of("pending-approval", null, null, null, null, null, null);
    }

    /// Reads the filters of the API.
    ///
    /// @param status one or more, with commas between; null for all
    /// @param sort null for urgency where only what waits for approval is asked for, else for the newest first
    /// @throws InvalidInputException where one of them cannot be read
    public static TaskQuery of(@Nullable String status, @Nullable String subject, @Nullable String kind,
            @Nullable String code, @Nullable String severity, @Nullable String squad, @Nullable String sort) {
        Set<TaskStatus> statuses = statuses(status);
        Sort usual = statuses.equals(WAITING) ? Sort.URGENCY : Sort.NEWEST;
        return new TaskQuery(statuses, subject == null ? null : SubjectRef.parse(subject),
                kind == null ? null : Wire.parse(SubjectKind.class, "kind", kind), code,
                severity == null ? null : Wire.parse(Severity.class, "severity", severity), squad,
                sort == null ? usual : Wire.parse(Sort.class, "sort", sort));
    }

    private static Set<TaskStatus> statuses(@Nullable String text) {
        return text == null
                ? EnumSet.allOf(TaskStatus.class)
                : Arrays.stream(text.split(",", -1)).map(one -> Wire.parse(TaskStatus.class, "status", one))
                        .collect(Collectors.toSet());
    }
}
