package ink.dreamnet.halo.memory.trait;

/// The begin of a level of response times. It holds until the next one.
///
/// @param atMs since when, in ms since 1970
/// @param responseMs the median of the response times then, in ms, at least [Latencies#FLOOR_MS]
record Level(long atMs, double responseMs) {
}
