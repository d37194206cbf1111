package ink.dreamnet.halo.agent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// One sign of life.
///
/// @param agent the agent's id
/// @param at when HALO received it
/// @param status what the agent says of itself
/// @param message its own words, masked and cut already; null where it said nothing
record Heartbeat(String agent, Instant at, HeartbeatStatus status, @Nullable String message) {
}
