package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.UUID;

/// An agent's lease of a task.
///
/// @param id what the agent shows with its reports
/// @param agent who holds it
/// @param expiresAt until when, unless a heartbeat extends it
/// @param fence rises with every lease of the task, so that what the agent works on can refuse a late one
public record Lease(UUID id, String agent, Instant expiresAt, int fence) {
}
