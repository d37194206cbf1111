package ink.dreamnet.halo.resonance.plan;

/// A subject that is looked at in the same cycle, because of what the cycle saw.
///
/// @param subject its number
/// @param why one phrase
public record FanOut(int subject, String why) {
}
