package ink.dreamnet.halo.task.lease;

import java.time.Instant;
import java.util.UUID;

/// An agent's hold on a task.
///
/// @param id what the agent shows with its reports
/// @param agent who holds it
/// @param expiresAt until when, unless it is heard of before
/// @param fence rises with every lease of the task, so that whoever the agent works on can refuse a late one
public record Lease(UUID id, String agent, Instant expiresAt, int fence) {
}
