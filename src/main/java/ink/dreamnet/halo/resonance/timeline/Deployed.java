package ink.dreamnet.halo.resonance.timeline;

/// A deploy.
///
/// @param subject the number of what was deployed in the [Fleet]
/// @param atMs when, in ms since 1970
public record Deployed(int subject, long atMs) {
}
