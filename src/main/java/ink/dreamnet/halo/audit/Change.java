package ink.dreamnet.halo.audit;

import ink.dreamnet.halo.core.masking.MaskedText;
import org.jspecify.annotations.Nullable;

/// What was changed, for the audit trail.
///
/// @param action what was done (`task.approved`): the kind of thing, a dot, and the verb
/// @param subjectType the kind of thing that was changed
/// @param subjectId its id
/// @param from its state before, null where it has none
/// @param to its state after, null where it has none
/// @param reason why; null where nobody gave a reason. What is secret in it is masked, and longer than 2,000 characters is
///        cut.
public record Change(String action, String subjectType, String subjectId, @Nullable String from, @Nullable String to,
        @Nullable String reason) {

    /// The longest reason that is kept, in characters.
    public static final int MAX_REASON_LENGTH = 2000;

    /// Masks the reason, and cuts one that is too long.
    ///
    /// @throws IllegalArgumentException where the action does not begin with the kind of thing
    public Change {
        if (!isOf(action, subjectType)) {
            throw new IllegalArgumentException("'%s' is no action of a %s".formatted(action, subjectType));
        }
        reason = MaskedText.within(reason, MAX_REASON_LENGTH);
    }

    /// @return whether an action is one of a kind of thing
    static boolean isOf(String action, String subjectType) {
        return action.startsWith(subjectType + ".");
    }

    /// A change of something that has no states.
    public static Change of(String action, String subjectType, String subjectId) {
        return new Change(action, subjectType, subjectId, null, null, null);
    }
}
