package ink.dreamnet.halo.memory.trait;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// A change of what is known of a subject.
///
/// @param at when it was first observed so
/// @param after when it was last observed otherwise: the change was between the two; null for the first
/// @param state what is known since
/// @param analyzer who observed it
/// @param repaired where it healed: whether a task was handed over before; otherwise null
/// @param detail the codes of its weak points, null where there is none
public record Change(Instant at, @Nullable Instant after, EntityState state, String analyzer,
        @Nullable Boolean repaired,
        @Nullable String detail) {

    static Change of(Span span) {
        return new Change(Instant.ofEpochMilli(span.atMs()),
                span.afterMs() == null ? null : Instant.ofEpochMilli(span.afterMs()), span.state(), span.analyzer(),
                span.repaired(), span.detail().isEmpty() ? null : span.detail());
    }

    /// @return it as one sentence without a full stop (`Weak: endpoint.down, critical`)
    public String sentence() {
        return switch (state) {
            case CLEAN -> repaired == null
                    ? "Observed without a weak point"
                    : repaired ? "Without a weak point again, after a repair" : "Healed by itself";
            case WEAK -> "Weak: " + detail;
            case FLAPPING -> "Flapping: " + detail;
            case UNKNOWN -> "Not observed";
            case REMOVED -> "Not watched any more";
        };
    }
}
