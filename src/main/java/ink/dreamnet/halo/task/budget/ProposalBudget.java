package ink.dreamnet.halo.task.budget;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.budget.SubjectCensus.Group;

/// How many more tasks may be proposed in one cycle, so that an operator can still read what waits for a decision. What is less
/// severe takes no room from what is more severe. Used once.
public final class ProposalBudget {

    private final BudgetProperties budgets;
    private final List<SubjectCensus> censuses;
    private final Map<Severity, Integer> undecided = new EnumMap<>(Severity.class);
    private final Map<Storm, Map<Severity, Integer>> inStorms = new HashMap<>();

    /// A task that waits for a decision.
    ///
    /// @param kind of its subject
    /// @param id of its subject
    /// @param severity how bad its weak point was
    public record Waiting(SubjectKind kind, String id, Severity severity) {
    }

    private record Storm(SubjectKind kind, String group) {
    }

    /// @param waiting the tasks that wait for a decision at present
    public ProposalBudget(BudgetProperties budgets, List<SubjectCensus> censuses, List<Waiting> waiting) {
        this.budgets = budgets;
        this.censuses = censuses;
        censuses.forEach(SubjectCensus::countAnew);
        waiting.forEach(task -> take(new SubjectRef(task.kind(), task.id()), task.severity()));
    }

    /// Takes the room of one task.
    public void take(SubjectRef subject, Severity severity) {
        undecided.merge(severity, 1, Integer::sum);
        stormsOf(subject).forEach(group -> inStorms
                .computeIfAbsent(new Storm(subject.kind(), group.name()), any -> new EnumMap<>(Severity.class))
                .merge(severity, 1, Integer::sum));
    }

    /// @return why there is no room for a task about a subject; empty where there is
    public Optional<String> fullFor(SubjectRef subject, Severity severity) {
        int all = atLeast(severity, undecided);
        if (all >= budgets.proposals()) {
            return Optional.of("%d proposals for what is at least as severe wait for a decision, of at most %d"
                    .formatted(all, budgets.proposals()));
        }
        for (Group group : stormsOf(subject)) {
            int here = atLeast(severity, inStorms.getOrDefault(new Storm(subject.kind(), group.name()), Map.of()));
            if (here >= budgets.stormProposals()) {
                return Optional
                        .of("%s, and %d proposals for them wait for a decision".formatted(group.weakness(), here));
            }
        }
        return Optional.empty();
    }

    private static int atLeast(Severity severity, Map<Severity, Integer> counts) {
        return counts.entrySet().stream().filter(entry -> entry.getKey().atLeast(severity))
                .mapToInt(Map.Entry::getValue).sum();
    }

    private List<Group> stormsOf(SubjectRef subject) {
        return censuses.stream().flatMap(census -> census.groupsOf(subject).stream())
                .filter(group -> group.storms(budgets.stormFrom())).toList();
    }
}
