package ink.dreamnet.halo.resonance.origin;

/// Where an incident may have begun.
///
/// @param subject its number
/// @param score how much speaks for it, 0 to 1; only the order means something
/// @param why one phrase
public record Candidate(int subject, double score, String why) {
}
