package ink.dreamnet.halo.agent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// One sign of life.
///
/// @param agent the agent's id
/// @param at when HALO received it
/// @param status the status that the agent reports
/// @param message a text for operators, already masked and cut; null where it has none
record Heartbeat(String agent, Instant at, HeartbeatStatus status, @Nullable String message) {
}
