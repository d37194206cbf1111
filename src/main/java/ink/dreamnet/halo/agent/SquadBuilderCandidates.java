package ink.dreamnet.halo.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ink.dreamnet.halo.registry.ManagedBy;
import ink.dreamnet.halo.registry.source.SourceState;
import ink.dreamnet.halo.task.SquadBuilderAgents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds agents in the last list that was pulled from Squad Builder, those that are declared here included, but not those that are
/// paused here.
@Component
class SquadBuilderCandidates implements SquadBuilderAgents {

    /// The roles whose agents fail at every task there.
    private static final Set<String> UNABLE = Set.of("custom", "connectorbot", "narrativeweaver");
    private static final String AVAILABLE = "s.online = true and a.paused = false";
    private static final String FROM = """
             from agent_sighting s join agent a on a.id = s.agent_id
            where s.role_key = ? and s.listed_at = (select pulled_at from agent_source where id = ?)""";

    private final SquadBuilderPull squadBuilder;
    private final JdbcClient jdbc;

    SquadBuilderCandidates(SquadBuilderPull squadBuilder, JdbcClient jdbc) {
        this.squadBuilder = squadBuilder;
        this.jdbc = jdbc;
    }

    /// What is listed of one role.
    ///
    /// @param online how many are online and not paused here
    private record Listed(int online, int all, int paused) {
    }

    @Override
    public Candidate candidate(List<String> roles) {
        SourceState state = squadBuilder.state();
        if (state.answeredAt() == null) {
            return new Candidate.Unknown("HALO never got a list of agents from Squad Builder" + because(state));
        }
        if (!squadBuilder.configured()) {
            return new Candidate.Unknown("No Squad Builder is configured any more");
        }
        if (state.stale()) {
            return new Candidate.Unknown("The list of Squad Builder's agents is of %s and could not be pulled since%s"
                    .formatted(state.answeredAt(), because(state)));
        }
        List<String> reasons = new ArrayList<>();
        for (String role : roles) {
            if (UNABLE.contains(role.strip().toLowerCase(Locale.ROOT))) {
                reasons.add("agents of role %s fail at every task in Squad Builder".formatted(role));
                continue;
            }
            Listed listed = listed(AgentStore.roleKey(role.strip()));
            if (listed.online() > 0) {
                return new Candidate.Online(role);
            }
            reasons.add(reason(role, listed));
        }
        return new Candidate.Nobody(reasons.isEmpty() ? "the task names no role" : String.join("; ", reasons));
    }

    private static String because(SourceState state) {
        return state.failure() == null ? "" : ": " + state.failure();
    }

    private static String reason(String role, Listed listed) {
        if (listed.all() == 0) {
            return "Squad Builder lists no agent of role " + role;
        }
        int offline = listed.all() - listed.paused();
        return "no agent of role %s is online in Squad Builder; %d %s offline%s".formatted(role, offline,
                offline == 1 ? "is" : "are", listed.paused() == 0 ? "" : ", %d paused here".formatted(listed.paused()));
    }

    private Listed listed(String roleKey) {
        return jdbc.sql("select count(case when " + AVAILABLE + """
                 then 1 end) as online, count(*) as listed,
                count(case when a.paused = true then 1 end) as paused""" + FROM)
                .params(roleKey, ManagedBy.SQUAD_BUILDER.wire())
                .query((row, number) -> new Listed(row.getInt("online"), row.getInt("listed"), row.getInt("paused")))
                .single();
    }

    @Override
    public List<String> online(String role) {
        return jdbc.sql("select a.id" + FROM + " and " + AVAILABLE)
                .params(AgentStore.roleKey(role.strip()), ManagedBy.SQUAD_BUILDER.wire())
                .query((row, number) -> row.getString(1)).list();
    }
}
