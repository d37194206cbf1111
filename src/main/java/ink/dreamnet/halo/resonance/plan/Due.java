package ink.dreamnet.halo.resonance.plan;

/// A subject with its turn.
///
/// @param subject its number
/// @param intervalMs how long it is between two of its looks as things are now, in ms
/// @param why one phrase
public record Due(int subject, long intervalMs, String why) {
}
