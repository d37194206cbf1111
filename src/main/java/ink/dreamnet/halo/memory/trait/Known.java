package ink.dreamnet.halo.memory.trait;

import java.util.HashMap;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;

/// What the record says of everything that is watched now, as of one version of it. Changed only by what was committed.
///
/// @param version the version of the record
/// @param lastCycleMs when the last cycle was recorded, in ms since 1970; 0 before the first
/// @param watches what is known of the subjects of each analyzer
/// @param looks the analyzers' last completed runs over everything, in ms since 1970
/// @param openGaps since when analyzers do not observe: when that was found, in ms since 1970
/// @param latencies the response times of late
record Known(long version, long lastCycleMs, Map<String, Map<SubjectRef, Watch>> watches, Map<String, Long> looks,
        Map<String, Long> openGaps, Map<SubjectRef, Latencies> latencies) {

    /// @return what is known after a cycle
    Known after(Round round, long nextVersion) {
        round.watches().forEach((analyzer, changed) -> watches.computeIfAbsent(analyzer, any -> new HashMap<>())
                .putAll(changed));
        looks.putAll(round.looks());
        round.opened().stream().filter(gap -> gap.untilMs() == null)
                .forEach(gap -> openGaps.put(gap.analyzer(), gap.foundMs()));
        round.closed().forEach(openGaps::remove);
        latencies.putAll(round.latencies());
        return new Known(nextVersion, round.atMs(), watches, looks, openGaps, latencies);
    }
}
