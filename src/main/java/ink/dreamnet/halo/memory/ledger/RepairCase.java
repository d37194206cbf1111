package ink.dreamnet.halo.memory.ledger;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// What was to be repaired, and how, as of the decision.
///
/// @param code the kind of weak point (`endpoint.down`)
/// @param subject whom it concerns
/// @param labels what the subject is labelled with
/// @param severity how bad it was
/// @param ageMs since when it was there, in milliseconds before the decision; null where that is not known
/// @param strategy who proposed the repair
/// @param step which of its repairs it is
/// @param failedBefore the steps of the strategy that did not help before, in their order
/// @param type the task type
/// @param horizonMs how long after the decision what became of the weak point is compared, in milliseconds
public record RepairCase(String code, SubjectRef subject, Map<String, String> labels, Severity severity,
        @Nullable Long ageMs, String strategy, String step, List<String> failedBefore, String type, long horizonMs) {

    /// Copies the collections.
    public RepairCase {
        labels = Map.copyOf(labels);
        failedBefore = List.copyOf(failedBefore);
    }
}
