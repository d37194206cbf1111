package ink.dreamnet.halo.task.dispatch;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.FieldProblem;
import ink.dreamnet.halo.core.StartRefusedException;
import ink.dreamnet.halo.http.Destination;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.SquadBuilderAgents.Candidate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Decides by which channel a task travels, and to which target.
@Component
public class Routes {

    static final String PULL = "pull";

    private final Map<String, DispatchChannel> channels = new HashMap<>();
    private final List<DispatchProperties.Route> routes;
    private final @Nullable URI squadBuilder;

    Routes(DispatchProperties properties, List<DispatchChannel> channels,
            @Value("${halo.sources.squad-builder.base-url:}") String squadBuilder) {
        channels.forEach(channel -> this.channels.put(channel.name(), channel));
        this.routes = properties.routes();
        this.squadBuilder = SquadBuilderChannel.tasksOf(squadBuilder);
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            check("halo.dispatch.routes[%d]".formatted(i), routes.get(i), problems);
        }
        if (!problems.isEmpty()) {
            throw StartRefusedException.wrong("The routes of dispatches", problems, "docs/tasks.md");
        }
    }

    private void check(String field, DispatchProperties.Route route, List<FieldProblem> problems) {
        if (!route.channel().equals(PULL) && !channels.containsKey(route.channel())) {
            problems.add(new FieldProblem(field + ".channel", "'%s' is not one of %s, pull".formatted(route.channel(),
                    String.join(", ", channels.keySet().stream().sorted().toList()))));
        } else if (route.channel().equals(SquadBuilderChannel.NAME) && route.url() == null && squadBuilder == null) {
            problems.add(
                    new FieldProblem(field, "the channel 'squad-builder' needs halo.sources.squad-builder.base-url"));
        } else if (!route.channel().equals(PULL) && !route.channel().equals(SquadBuilderChannel.NAME)
                && route.url() == null) {
            problems.add(new FieldProblem(field + ".url", "is missing"));
        }
    }

    /// Where a task goes.
    ///
    /// @param name the name of the channel
    /// @param push the channel that sends it and where to; null where agents lease it, and where people are called
    public record Way(String name, @Nullable Push push) {

        private static final Way PEOPLE = new Way(Execution.PAGE, null);

        /// @return whether agents fetch it
        public boolean leased() {
            return name.equals(PULL);
        }

        /// @return where it is sent; null where agents lease it, and where people are called
        public @Nullable String target() {
            return push == null ? null : push.target().toString();
        }
    }

    record Push(DispatchChannel channel, Destination target) {

        Candidate candidate(String type, List<String> roles) {
            return channel.candidate(type, roles, target);
        }
    }

    public Way of(RepairTask task) {
        if (task.page()) {
            return Way.PEOPLE;
        }
        for (DispatchProperties.Route route : routes) {
            if (fits(route, task)) {
                return way(route.channel(), route.url(), route.secrets());
            }
        }
        return squadBuilder == null ? new Way(PULL, null) : way(SquadBuilderChannel.NAME, null, List.of());
    }

    private static boolean fits(DispatchProperties.Route route, RepairTask task) {
        return (route.squad() == null || route.squad().equals(task.squadId())) && (route.role() == null
                || task.content().targetAgents().stream().anyMatch(route.role().strip()::equalsIgnoreCase));
    }

    private Way way(String name, @Nullable URI url, List<String> secrets) {
        DispatchChannel channel = channels.get(name);
        URI to = url == null ? squadBuilder : url;
        return channel == null || to == null
                ? new Way(PULL, null)
                : new Way(name, new Push(channel, new Destination(to, secrets)));
    }
}
