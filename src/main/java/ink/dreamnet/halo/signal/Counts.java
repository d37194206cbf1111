package ink.dreamnet.halo.signal;

/// How many requests and errors were counted.
///
/// @param requests at least 0
/// @param errors at least 0
/// @param coveredMs over how much time they were counted, in milliseconds, negative where some of them may belong
///        to another time
public record Counts(long requests, long errors, long coveredMs) {

    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(requests + other.requests, errors + other.errors, coveredMs + other.coveredMs);
    }
}
