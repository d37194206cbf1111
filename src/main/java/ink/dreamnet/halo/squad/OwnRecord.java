package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.task.TaskOutcomes;
import ink.dreamnet.halo.task.TaskOutcomes.Outcome;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The numbers of squads as HALO's own record of the tasks that it handed out has them.
@Component
class OwnRecord {

    private final TaskOutcomes outcomes;
    private final JsonMapper json;

    OwnRecord(TaskOutcomes outcomes, JsonMapper json) {
        this.outcomes = outcomes;
        this.json = json;
    }

    /// @return the present counters of each squad that ever got a task from HALO
    Map<String, Sample> samples(long nowMs) {
        Map<String, List<Outcome>> bySquad = new LinkedHashMap<>();
        outcomes.bySquadAndAgent()
                .forEach(each -> bySquad.computeIfAbsent(each.squadId(), any -> new ArrayList<>()).add(each));
        Map<String, Sample> samples = new HashMap<>();
        bySquad.forEach((squad, parts) -> samples.put(squad, sample(parts, nowMs)));
        return samples;
    }

    private Sample sample(List<Outcome> parts, long nowMs) {
        long succeeded = parts.stream().mapToLong(Outcome::succeeded).sum();
        long failed = parts.stream().mapToLong(Outcome::failed).sum();
        double succeededMs = parts.stream().mapToDouble(Outcome::succeededMs).sum();
        Map<String, long[]> members = new LinkedHashMap<>();
        for (Outcome part : parts) {
            if (part.agent() != null && members.size() < MetricsReport.MAX_MEMBERS) {
                members.put(part.agent(), new long[]{part.succeeded(), part.failed()});
            }
        }
        return new Sample(nowMs, parts.stream().mapToLong(Outcome::running).sum(), null, succeeded, failed,
                succeeded == 0 ? null : succeededMs / succeeded,
                members.isEmpty() ? null : json.writeValueAsString(members));
    }
}
