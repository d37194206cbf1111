package ink.dreamnet.halo.agent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Everything the registry has of one agent.
///
/// @param definition what is declared of it
/// @param known what its judgement needs
/// @param registeredAt since when it is registered
/// @param pauseReason why it is paused, or null
record AgentRecord(AgentDefinition definition, KnownAgent known, Instant registeredAt, @Nullable String pauseReason) {
}
