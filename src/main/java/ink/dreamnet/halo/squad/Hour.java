package ink.dreamnet.halo.squad;

/// What is kept of one hour of a squad's past, for comparison.
///
/// @param startMs when it began, in milliseconds since 1970, a whole hour
/// @param medianMs the median over the mean durations of its intervals
/// @param p95Ms the 95th percentile over them
record Hour(long startMs, double medianMs, double p95Ms) {
}
