package ink.dreamnet.halo.resonance.timeline;

/// One observation of one subject.
///
/// @param subject its number in the [Fleet]
/// @param health how it was
/// @param latencyMs how long it took to answer, in ms; NaN where that was not measured
public record Check(int subject, Health health, double latencyMs) {
}
