package ink.dreamnet.halo.squad;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.source.ListedJson;
import ink.dreamnet.halo.registry.source.SourceFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Squad Builder answers about squads.
final class SquadBuilderSquads {

    private SquadBuilderSquads() {
    }

    /// A squad as `GET /api/squad` lists it.
    record Listed(String id, String name, List<String> members) {
    }

    /// A squad's numbers as `GET /api/squad/metrics` has them.
    ///
    /// @param sample the numbers; null where they are no numbers
    record Measured(String id, String name, @Nullable Sample sample) {
    }

    /// What one answer has.
    ///
    /// @param squads by their ids, each once
    /// @param unusable how many entries have no usable id and were passed over
    record Answer<T>(Map<String, T> squads, int unusable) {
    }

    /// @return the squads
    static Answer<Listed> listed(JsonMapper json, InputStream body) throws SourceFailedException {
        Map<String, Listed> squads = new LinkedHashMap<>();
        int unusable = ListedJson.each(json, body, "squads", (id, entry) -> squads.putIfAbsent(id,
                new Listed(id, name(id, entry), members(entry.path("agents")))));
        return new Answer<>(squads, unusable);
    }

    /// @return the numbers of the squads
    static Answer<Measured> measured(JsonMapper json, InputStream body, long atMs) throws SourceFailedException {
        Map<String, Measured> squads = new LinkedHashMap<>();
        int unusable = ListedJson.each(json, body, "squads",
                (id, entry) -> squads.putIfAbsent(id, new Measured(id, name(id, entry), sample(entry, atMs))));
        return new Answer<>(squads, unusable);
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
