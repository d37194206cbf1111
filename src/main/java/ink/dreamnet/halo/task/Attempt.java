package ink.dreamnet.halo.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// One send of a task to its target.
///
/// @param at when
/// @param run the run it belongs to
/// @param number the how many-th send of that run
/// @param channel by which channel
/// @param target where to
/// @param status the HTTP status; null where there was no answer, or HALO ended before there was one
/// @param error what went wrong, null where nothing did
/// @param nextAt when it was to be sent again, null where it was not
public record Attempt(Instant at, int run, int number, String channel, String target, @Nullable Integer status,
        @Nullable String error, @Nullable Instant nextAt) {
}
