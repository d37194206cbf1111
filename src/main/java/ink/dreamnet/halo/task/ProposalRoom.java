package ink.dreamnet.halo.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.SubjectCensus.Group;

/// How many more tasks may be proposed in one cycle, so that an operator can still read what waits for a decision. Used once.
final class ProposalRoom {

    private final BudgetProperties budgets;
    private final List<SubjectCensus> censuses;
    private final Map<String, Integer> inStorms = new HashMap<>();
    private int undecided;

    /// @param waiting whom the tasks concern that wait for a decision at present
    ProposalRoom(BudgetProperties budgets, List<SubjectCensus> censuses, List<SubjectRef> waiting) {
        this.budgets = budgets;
        this.censuses = censuses;
        censuses.forEach(SubjectCensus::countAnew);
        waiting.forEach(this::take);
    }

    /// Takes the room of one task.
    void take(SubjectRef subject) {
        undecided++;
        stormsOf(subject).forEach(storm -> inStorms.merge(storm.name(), 1, Integer::sum));
    }

    /// @return why there is no room for a task about a subject; empty where there is
    Optional<String> fullFor(SubjectRef subject) {
        if (undecided >= budgets.proposals()) {
            return Optional.of("%d of at most %d proposals wait for a decision".formatted(undecided,
                    budgets.proposals()));
        }
        return stormsOf(subject).stream()
                .filter(storm -> inStorms.getOrDefault(storm.name(), 0) >= budgets.stormProposals()).findFirst()
                .map(storm -> "%s, and %d proposals for them wait for a decision".formatted(storm.words(),
                        inStorms.get(storm.name())));
    }

    private List<Group> stormsOf(SubjectRef subject) {
        return censuses.stream().flatMap(census -> census.groupsOf(subject).stream())
                .filter(group -> group.storms(budgets.stormFrom())).toList();
    }
}
