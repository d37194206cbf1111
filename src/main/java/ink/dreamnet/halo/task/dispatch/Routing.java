package ink.dreamnet.halo.task.dispatch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import ink.dreamnet.halo.task.SquadDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Routes tasks to the squads that can do them, and finds out whether anybody can.
@Component
public class Routing {

    private final Routes routes;
    private final ObjectProvider<SquadDirectory> directory;

    Routing(Routes routes, ObjectProvider<SquadDirectory> directory) {
        this.routes = routes;
        this.directory = directory;
    }

    /// Routes tasks as things are now.
    public void route(Collection<RepairTask> tasks) {
        Map<List<String>, Optional<String>> squads = new HashMap<>();
        Map<Asked, Candidate> candidates = new HashMap<>();
        for (RepairTask task : tasks) {
            List<String> roles = task.content().targetAgents();
            String squad = squads.computeIfAbsent(roles, this::squadFor).orElse(null);
            // the way depends on the squad
            task.route(squad, null);
            Routes.Push push = routes.of(task).push();
            task.route(squad, error(squad, roles, push == null
                    ? null
                    : candidates.computeIfAbsent(new Asked(push, task.content().type(), roles),
                            asked -> push.candidate(task))));
        }
    }

    /// For whom a candidate was found.
    private record Asked(Routes.Push push, String type, List<String> roles) {
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

    private Optional<String> squadFor(List<String> roles) {
        SquadDirectory present = directory.getIfAvailable();
        return present == null
                ? Optional.empty()
                : roles.stream().flatMap(role -> present.squadFor(role).stream()).findFirst();
    }
}
