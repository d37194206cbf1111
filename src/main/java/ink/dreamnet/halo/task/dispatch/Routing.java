package ink.dreamnet.halo.task.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.task.PerformanceRecord.Performance;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import ink.dreamnet.halo.task.SquadDirectory;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.budget.DispatchBudgets;
import ink.dreamnet.halo.task.budget.SquadRoom;
import ink.dreamnet.halo.task.dispatch.Ranking.Performer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Routes tasks to the squads that can do them, and finds out whether anybody can. Of several squads, and of several agents of a
/// target that takes the name of one, a task goes to the one that comes first by its [Ranking].
@Component
public class Routing {

    private final Routes routes;
    private final ObjectProvider<SquadDirectory> directory;
    private final DispatchBudgets budgets;
    private final TrackRecord record;
    private final ObjectProvider<PageReceivers> receivers;

    Routing(Routes routes, ObjectProvider<SquadDirectory> directory, DispatchBudgets budgets, TrackRecord record,
            ObjectProvider<PageReceivers> receivers) {
        this.routes = routes;
        this.directory = directory;
        this.budgets = budgets;
        this.record = record;
        this.receivers = receivers;
    }

    /// Routes tasks as things are now. The number of queries depends on how many different types and roles they have.
    public void route(Collection<RepairTask> tasks) {
        if (!tasks.isEmpty()) {
            Round round = new Round(budgets.squadRoom());
            tasks.forEach(round::route);
        }
    }

    /// What the tasks that are routed at once have in common.
    private final class Round {

        private final SquadRoom room;
        private final Map<List<String>, List<SquadDirectory.Candidate>> squads = new HashMap<>();
        private final Map<Work, Map<String, Performance>> known = new HashMap<>();
        private final Map<Asked, Agents> agents = new HashMap<>();

        private record Work(String type, List<String> roles) {
        }

        private record Asked(Routes.Push push, Work work) {
        }

        /// @param candidate whether anybody can do it
        /// @param ranking the agents among whom there is a choice
        private record Agents(Candidate candidate, Ranking ranking) {
        }

        Round(SquadRoom room) {
            this.room = room;
        }

        void route(RepairTask task) {
            if (task.page()) {
                task.route(null, pageError(), null);
                return;
            }
            TaskContent content = task.content();
            Work work = new Work(content.type(), content.targetAgents());
            Optional<Ranking.Choice> choice = squads(work).choose(task.id());
            String squad = choice.map(Ranking.Choice::id).orElse(null);
            // the way depends on the squad
            task.route(squad, null, null);
            Routes.Push push = routes.of(task).push();
            Agents able = push == null ? null : agents.computeIfAbsent(new Asked(push, work), this::agents);
            Optional<Ranking.Choice> agent = able == null ? Optional.empty() : able.ranking().choose(task.id());
            task.route(squad, error(squad, work.roles(), able == null ? null : able.candidate()),
                    reason(choice, agent));
            if (squad != null) {
                room.take(squad);
            }
        }

        private Ranking squads(Work work) {
            List<SquadDirectory.Candidate> able = squads.computeIfAbsent(work.roles(), Routing.this::squadsFor);
            Map<String, Performance> performances = known.computeIfAbsent(work, any -> record.of(work.type(),
                    SubjectKind.SQUAD, able.stream().map(SquadDirectory.Candidate::id).toList()));
            return Ranking.of(SubjectKind.SQUAD, able.stream().map(squad -> new Performer(squad.id(), squad.live(),
                    room.in(squad.id()), performances.get(squad.id()))).toList());
        }

        private Agents agents(Asked asked) {
            Candidate candidate = asked.push().candidate(asked.work().type(), asked.work().roles());
            List<String> ids = candidate instanceof Candidate.Online(String role)
                    ? asked.push().channel().agents(role)
                    : List.of();
            return new Agents(candidate, record.agents(asked.work().type(), ids));
        }
    }

    private @Nullable String pageError() {
        return receivers.stream().allMatch(each -> each.sinks().isEmpty())
                ? "no sink gets halo.page (halo.wormhole.sinks[]), so nobody is called"
                : null;
    }

    private static @Nullable String error(@Nullable String squad, List<String> roles, @Nullable Candidate candidate) {
        return switch (candidate) {
            case Candidate.Nobody(String reason) -> reason;
            case Candidate.Online any -> null;
            case Candidate.Unknown any -> noSquad(squad, roles);
            case null -> noSquad(squad, roles);
        };
    }

    private static @Nullable String noSquad(@Nullable String squad, List<String> roles) {
        return squad == null ? "no squad has an agent of the role " + String.join(" or ", roles) : null;
    }

    private static @Nullable String reason(Optional<Ranking.Choice> squad, Optional<Ranking.Choice> agent) {
        String reasons = Stream.of(squad, agent).flatMap(Optional::stream).map(Ranking.Choice::reason)
                .filter(Objects::nonNull).collect(Collectors.joining(". "));
        return reasons.isEmpty() ? null : reasons;
    }

    private List<SquadDirectory.Candidate> squadsFor(List<String> roles) {
        SquadDirectory present = directory.getIfAvailable();
        return present == null
                ? List.of()
                : roles.stream().map(present::squadsFor).filter(squads -> !squads.isEmpty()).findFirst()
                        .orElse(List.of());
    }
}
