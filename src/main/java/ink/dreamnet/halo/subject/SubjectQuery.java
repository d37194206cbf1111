package ink.dreamnet.halo.subject;

import java.util.EnumSet;
import java.util.Set;

import ink.dreamnet.halo.core.SubjectKind;
import org.jspecify.annotations.Nullable;

/// Which subjects someone wants to see.
///
/// @param kind only of this kind; null for all
/// @param states only in one of these states, at least one
/// @param squad only those in this squad; null for all
/// @param label only those with this label, `name=value`; null for all
/// @param text only those with this text in their id or name, whatever its case; null for all
public record SubjectQuery(@Nullable SubjectKind kind, Set<SubjectState> states, @Nullable String squad,
        @Nullable String label, @Nullable String text) {

    /// Everything.
    public static final SubjectQuery ALL = new SubjectQuery(null, EnumSet.allOf(SubjectState.class), null, null, null);

    /// Copies the set.
    public SubjectQuery {
        states = Set.copyOf(states);
    }
}
