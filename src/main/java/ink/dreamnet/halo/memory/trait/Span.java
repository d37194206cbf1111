package ink.dreamnet.halo.memory.trait;

import java.util.Locale;

import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;

/// The begin of a state of a subject, as one analyzer observed it. The state holds until the next span of the same analyzer and
/// subject. When exactly it began is not known, only that it was between two observations (interval censoring).
///
/// @param analyzer who observed it
/// @param entity the subject
/// @param state the state
/// @param afterMs the last observation of the state before, in ms since 1970; null where there was none
/// @param atMs the first observation of this state
/// @param repaired where a state `weak` or `flapping` ended as `clean`, or `weak` has lasted for [Traits#HORIZON]: whether a task
///        was handed over for the subject since it began; otherwise null
/// @param detail the codes of its weak points (`endpoint.down, critical`), empty where there is nothing to say
record Span(String analyzer, Entity entity, EntityState state, @Nullable Long afterMs, long atMs,
        @Nullable Boolean repaired, String detail) {

    Span repaired(boolean handedOver) {
        return new Span(analyzer, entity, state, afterMs, atMs, handedOver, detail);
    }

    /// @return the severity of its worst open weak point; null where none was open
    @Nullable
    Severity worst() {
        String worst = detail.substring(detail.lastIndexOf(' ') + 1);
        return worst.isEmpty() ? null : Severity.valueOf(worst.toUpperCase(Locale.ROOT));
    }

    /// @return whether it only says that a weak state has lasted for the horizon
    boolean lasted() {
        return state == EntityState.WEAK && repaired != null;
    }
}
