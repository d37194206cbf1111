package ink.dreamnet.halo.subject;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.weakpoint.Suppression;
import org.jspecify.annotations.Nullable;

/// How a subject is: the members that every answer about a subject has.
///
/// @param state its state
/// @param stateSince since when it is in that state; null where it was registered at this moment
/// @param lastCheckedAt when it was last observed; null where it never was
/// @param lastResult what the last check measured, by name: what each kind has is in the API's description; null where it was never
///        checked, or nothing is measured
/// @param recentChecks what the last 50 checks found, a letter each, the newest last: `u` up, `m`, `h` or `c` weak of medium, high or
///        critical severity, `s` silenced, `w` in a maintenance window, `p` paused, `x` not observed although it should have been
/// @param weakPoints its open weak points, the worst first, at most 20
public record SubjectStatus(SubjectState state, @Nullable Instant stateSince, @Nullable Instant lastCheckedAt,
        @Nullable Map<String, Object> lastResult, String recentChecks, List<OpenWeakPoint> weakPoints) {

    /// How many checks [#recentChecks] has at most.
    public static final int CHECKS = 50;

    /// Of what is watched, but was not checked yet.
    public static final SubjectStatus NEVER_CHECKED = new SubjectStatus(SubjectState.UNKNOWN, null, null, null, "",
            List.of());

    /// Copies the list.
    public SubjectStatus {
        weakPoints = List.copyOf(weakPoints);
    }

    /// An open weak point of a subject.
    ///
    /// @param id its id
    /// @param code the kind of finding
    /// @param severity its severity
    /// @param suppressedBy what suppresses it; null where nothing does
    public record OpenWeakPoint(UUID id, String code, Severity severity,
            Suppression.@Nullable Kind suppressedBy) {

        /// @return whether it makes its subject weak: what only follows from a cause elsewhere does as well
        boolean counts() {
            return suppressedBy == null || suppressedBy == Suppression.Kind.WEAK_POINT;
        }
    }
}
