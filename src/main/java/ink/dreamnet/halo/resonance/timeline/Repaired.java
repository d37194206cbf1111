package ink.dreamnet.halo.resonance.timeline;

/// A repair of which it is known what it achieved.
///
/// @param subject the number of what was repaired in the [Fleet]
/// @param code the code of the weak point
/// @param strategy the strategy
/// @param step the repair
/// @param effective whether the weak point was gone after it
public record Repaired(int subject, String code, String strategy, String step, boolean effective) {
}
