package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;

/// An open weak point with those that it is the cause of.
///
/// @param root the cause
/// @param severity the worst among all of them
/// @param count how many they are, the cause included
/// @param suppressed how many of them are suppressed
/// @param kinds how many subjects' weak points of each kind they are (`endpoint`: 5000), the cause included
/// @param members the first of those that it is the cause of, the most severe first; at most [#MAX_MEMBERS]
public record WeakPointGroup(WeakPoint root, Severity severity, long count, long suppressed, Map<String, Long> kinds,
        List<Member> members) {

    /// How many members are shown.
    public static final int MAX_MEMBERS = 20;

    /// A weak point with a cause.
    ///
    /// @param id its id
    /// @param subject its subject
    /// @param code the kind of finding
    /// @param severity its severity
    /// @param state its state
    public record Member(UUID id, SubjectRef subject, String code, Severity severity, WeakPointState state) {

        /// @return what is shown of a weak point
        public static Member of(WeakPoint point) {
            return new Member(point.id(), point.subject(), point.code(), point.severity(), point.state());
        }
    }
}
