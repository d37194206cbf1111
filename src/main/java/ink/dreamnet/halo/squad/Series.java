package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// The samples that one origin has of one squad.
///
/// @param squadId the squad
/// @param origin who counted
/// @param samples the samples, in the order of time; at least one
/// @param hours the hours of the past, in the order of time
record Series(String squadId, Origin origin, List<Sample> samples, List<Hour> hours) {

    /// @return one without anything
    static Series empty(String squadId, Origin origin) {
        return new Series(squadId, origin, new ArrayList<>(), new ArrayList<>());
    }

    /// @return whether it has no samples
    boolean isEmpty() {
        return samples.isEmpty();
    }

    /// @return the newest sample
    Sample last() {
        return samples.getLast();
    }

    /// @return the samples from a moment on
    List<Sample> since(long fromMs) {
        return samples.stream().filter(sample -> sample.atMs() >= fromMs).toList();
    }

    /// Tells whose place a new sample takes: the last one's, where the two before it are closer together than samples are to be
    /// kept (counters lose nothing by it), and that of all which a clock that was since set back has put at its time or later.
    ///
    /// @param before up to two samples before it, in the order of time
    /// @return from when on samples give way to it; null where it is added
    static @Nullable Long replaced(List<Sample> before, Sample next, long sampleEveryMs) {
        int n = before.size();
        if (n == 0) {
            return null;
        }
        long last = before.get(n - 1).atMs();
        boolean dense = n >= 2 && last - before.get(n - 2).atMs() < sampleEveryMs;
        return dense || next.atMs() <= last ? (Long) Math.min(last, next.atMs()) : null;
    }

    /// Adds a new sample.
    ///
    /// @param replacedFromMs from when on samples give way to it; null where none does
    void add(Sample next, @Nullable Long replacedFromMs) {
        while (replacedFromMs != null && !samples.isEmpty() && samples.getLast().atMs() >= replacedFromMs) {
            samples.removeLast();
        }
        samples.add(next);
    }
}
