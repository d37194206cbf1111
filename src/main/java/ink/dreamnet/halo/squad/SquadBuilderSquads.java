package ink.dreamnet.halo.squad;

import java.util.ArrayList;
import java.util.List;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.source.ListedJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What Squad Builder answers about squads.
final class SquadBuilderSquads {

    private SquadBuilderSquads() {
    }

    /// A squad's numbers as `GET /api/squad/metrics` has them.
    ///
    /// @param sample the numbers; null where they are no numbers
    record Measured(String name, @Nullable Sample sample) {
    }

    /// @return a squad as `GET /api/squad` lists it
    static SquadSpec listed(String id, JsonNode entry) {
        return SquadSpec.pulled(name(id, entry), members(entry.path("agents")));
    }

    /// @return the numbers of a squad
    static Measured measured(String id, JsonNode entry, long atMs) {
        return new Measured(name(id, entry), sample(entry, atMs));
    }

    private static String name(String id, JsonNode entry) {
        return ListedJson.text(entry.path("name"), id, SquadFormat.MAX_NAME);
    }

    /// Agents are listed by their ids or as objects that have one.
    private static List<String> members(JsonNode agents) {
        List<String> members = new ArrayList<>();
        for (JsonNode agent : agents) {
            JsonNode id = agent.isObject() ? agent.path("id") : agent;
            if (id.isString() && members.size() < SquadFormat.MAX_MEMBERS && !members.contains(id.stringValue())) {
                try {
                    members.add(SubjectRef.checkId("id", id.stringValue()));
                } catch (InvalidInputException noId) {
                    continue;
                }
            }
        }
        return members;
    }

    private static @Nullable Sample sample(JsonNode entry, long atMs) {
        Long completed = count(entry.path("completedTasks"));
        Long failed = count(entry.path("failedTasks"));
        if (completed == null || failed == null) {
            return null;
        }
        JsonNode average = entry.path("avgDurationMs");
        Double duration = average.isNumber() && average.doubleValue() >= 0 && average.doubleValue() < 1e15
                ? average.doubleValue()
                : null;
        return new Sample(atMs, count(entry.path("runningTasks")), count(entry.path("queuedTasks")), completed, failed,
                completed == 0 ? null : duration, null);
    }

    private static @Nullable Long count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0
                && node.longValue() <= MetricsReport.MAX_COUNT ? node.longValue() : null;
    }
}
