package ink.dreamnet.halo.trigger;

/// How many requests and errors were counted.
///
/// @param requests at least 0
/// @param errors at least 0
/// @param coveredMs over how much time they were counted, in milliseconds, as far as it is known; 0 where it is not
record Counts(long requests, long errors, long coveredMs) {

    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(requests + other.requests, errors + other.errors, coveredMs + other.coveredMs);
    }
}
