package ink.dreamnet.halo.memory.ledger;

import java.time.Instant;
import java.util.UUID;

/// A row of the ledger: one decision about one repair, and what became of it.
///
/// @param id time-ordered
/// @param taskId the task
/// @param weakPointId what it was to repair
/// @param decision what was decided
/// @param decidedAt when
/// @param repair what was to be repaired, and how
/// @param work who did it, and whether it helped
/// @param aftermath what became of the weak point
/// @param imported whether another installation recorded it
public record RepairEvidence(UUID id, UUID taskId, UUID weakPointId, Decision decision, Instant decidedAt,
        RepairCase repair, Work work, Aftermath aftermath, boolean imported) {
}
