package ink.dreamnet.halo.event;

import org.jspecify.annotations.Nullable;

/// An event and its place in the order of all events.
///
/// @param position its place; null where it is not committed, or has none yet
public record SequencedEvent(WormholeEvent event, @Nullable Long position) {

    /// @throws IllegalStateException where it has no position
    long requirePosition() {
        if (position == null) {
            throw new IllegalStateException("event %s has no position yet".formatted(event.id()));
        }
        return position;
    }
}
