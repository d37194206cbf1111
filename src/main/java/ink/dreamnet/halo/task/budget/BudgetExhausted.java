package ink.dreamnet.halo.task.budget;

import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.BlockedBy;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// A task that was to go through the gate waits because a budget is used up. Published in the transaction that blocks
/// it, under the lock of the gate; a task that keeps waiting is not published again and again, but each task is.
///
/// @param blocked the budget, and why
/// @param taskId the task that waits
/// @param subject whom the task concerns
/// @param squadId the squad that the task is routed to, or null
@NamedInterface("budget")
public record BudgetExhausted(BlockedBy blocked, UUID taskId, SubjectRef subject, @Nullable String squadId) {
}
