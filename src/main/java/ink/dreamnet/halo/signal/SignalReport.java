package ink.dreamnet.halo.signal;

/// What a source counted since its last report.
///
/// @param source who counted
/// @param requests how many requests it served
/// @param errors how many of them failed
record SignalReport(String source, long requests, long errors) {

    static final int MAX_SOURCE = 200;
    static final long MAX_COUNT = 1_000_000_000_000L;
}
