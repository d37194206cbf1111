package ink.dreamnet.halo.squad;

import org.jspecify.annotations.Nullable;

/// What was known of a squad at one moment. The counters count since the squad's own beginning, or since they were reset.
///
/// @param atMs when, in milliseconds since 1970
/// @param running how many tasks were being worked on; null where nobody said
/// @param queued how many tasks were waiting; null where nobody said
/// @param completed how many tasks were done well so far
/// @param failed how many tasks failed so far
/// @param avgDurationMs how long the completed tasks took on the average; null where nobody said
/// @param members the counters of its members as JSON (`{"agent":[completed,failed]}`); null where nobody said
record Sample(long atMs, @Nullable Long running, @Nullable Long queued, long completed, long failed,
        @Nullable Double avgDurationMs, @Nullable String members) {

    /// @return what waits: the queued tasks, or the running ones where nobody says how many are queued
    @Nullable
    Long backlog() {
        return queued == null ? running : queued;
    }
}
