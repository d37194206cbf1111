package ink.dreamnet.halo.task;

import java.util.List;

/// One of the repairs that a strategy has for a weak point.
///
/// @param name its name among them (`restart`), 1 to 100 characters
/// @param rung its place on the strategy's ladder, from 0 for the mildest
/// @param failedBefore the steps of the same strategy that did not help since the last one that did, in their order
public record RepairStep(String name, int rung, List<String> failedBefore) {

    /// The last step of most strategies: people are called. No agent does it; it is done when somebody acknowledges it.
    public static final String PAGE_HUMAN = "page-human";

    /// Copies the list.
    public RepairStep {
        failedBefore = List.copyOf(failedBefore);
    }
}
