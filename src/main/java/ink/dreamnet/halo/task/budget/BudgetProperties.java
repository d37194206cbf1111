package ink.dreamnet.halo.task.budget;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How many tasks may be in work, or wait for a decision, at the same time.
///
/// @param perSubject about one subject
/// @param perSquad in one squad
/// @param fleet in all
/// @param perHour how many may be dispatched within an hour
/// @param share which part of the subjects of one squad or label may be worked on at the same time, above 0 to 1; one is
///        always allowed
/// @param proposals how many tasks may wait for a decision in all; of what is less severe only so many that nothing more severe
///        has to wait for it
/// @param stormProposals how many of them may be about one squad, label or kind that is in a storm, counted in the same way
/// @param stormFrom from how many subjects on a squad, a label or a kind can be in a storm: more than half of it is weak
@ConfigurationProperties("halo.budgets")
public record BudgetProperties(@DefaultValue("1") int perSubject, @DefaultValue("5") int perSquad,
        @DefaultValue("10") int fleet, @DefaultValue("30") int perHour, @DefaultValue("0.20") double share,
        @DefaultValue("100") int proposals, @DefaultValue("5") int stormProposals,
        @DefaultValue("10") int stormFrom) {

    private static final int MOST = 1_000_000;

    /// @throws IllegalArgumentException where a value is out of its range
    public BudgetProperties {
        check("per-subject", perSubject);
        check("per-squad", perSquad);
        check("fleet", fleet);
        check("per-hour", perHour);
        check("proposals", proposals);
        check("storm-proposals", stormProposals);
        check("storm-from", stormFrom);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("halo.budgets.share is %s; it must be above 0 and at most 1"
                    .formatted(share));
        }
    }

    private static void check(String property, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException("halo.budgets.%s is %d; it must be between 1 and %d".formatted(property,
                    value, MOST));
        }
    }
}
