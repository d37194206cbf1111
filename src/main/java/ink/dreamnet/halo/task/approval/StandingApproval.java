package ink.dreamnet.halo.task.approval;

import java.time.Instant;
import java.util.UUID;

import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.task.RepairTask;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/// An operator's approval, given beforehand, of a narrow class of tasks: first repairs only. What follows a repair that did
/// not help is stronger, and needs a yes of its own.
///
/// @param id its id
/// @param type the task type that it covers
/// @param subject which subjects: a kind and a pattern in which `*` stands for any characters (`agent:relay-*`)
/// @param highestSeverity the worst severity that it covers
/// @param perHour how many tasks it approves within an hour
/// @param until until when
/// @param reason why
/// @param createdBy who signed it
/// @param createdAt when
/// @param revokedBy who revoked it, null while nobody did
/// @param revokedAt when, null while nobody did
/// @param usedLastHour how many tasks it approved within the last hour
@NamedInterface("approval")
public record StandingApproval(UUID id, String type, String subject, Severity highestSeverity, int perHour,
        Instant until, String reason, String createdBy, Instant createdAt, @Nullable String revokedBy,
        @Nullable Instant revokedAt, int usedLastHour) {

    boolean covers(RepairTask task, Instant now) {
        return revokedAt == null && now.isBefore(until) && !task.edited() && task.first()
                && task.content().type().equals(type)
                && task.severity().compareTo(highestSeverity) <= 0
                && Glob.wildcard(subject).matches(task.subject().toString())
                && task.isIntact();
    }
}
