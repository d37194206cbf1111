package ink.dreamnet.halo.squad;

import org.jspecify.annotations.Nullable;

/// What was known of a squad at one moment. The counters count since the squad's own beginning, or since they were reset.
///
/// @param atMs when, in milliseconds since 1970
/// @param running how many tasks were being worked on; null where it is not reported
/// @param queued how many tasks were waiting; null where it is not reported
/// @param completed how many tasks succeeded so far
/// @param failed how many tasks failed so far
/// @param avgDurationMs how long the completed tasks took on the average; null where it is not reported
/// @param members the counters of its members as JSON (`{"agent":[completed,failed]}`); null where it is not reported
record Sample(long atMs, @Nullable Long running, @Nullable Long queued, long completed, long failed,
        @Nullable Double avgDurationMs, @Nullable String members) {
}
