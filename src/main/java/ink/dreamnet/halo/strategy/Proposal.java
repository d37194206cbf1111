package ink.dreamnet.halo.strategy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.PlainJson;
import ink.dreamnet.halo.weakpoint.WeakPoint;

/// A repair that a strategy proposes.
///
/// @param type the task type (`agent.revive`), at most 100 characters
/// @param targetAgents the agent roles that can do it, the best first; at least one
/// @param payload what the agent needs to know: names and values that turn into JSON. No time stamps and no
///        measurements, so that the same proposal stays the same from cycle to cycle.
/// @param proposedBy who has it proposed, where that are people and not what HALO itself looked at: they cannot approve it
public record Proposal(String type, List<String> targetAgents, Map<String, Object> payload, People proposedBy) {

    /// A proposal that HALO makes by itself.
    public Proposal(String type, List<String> targetAgents, Map<String, Object> payload) {
        this(type, targetAgents, payload, People.NOBODY);
    }

    /// @throws IllegalArgumentException where type or targets are missing
    public Proposal {
        if (type.isBlank() || type.length() > 100) {
            throw new IllegalArgumentException("a task type has 1 to 100 characters, not '%s'".formatted(type));
        }
        targetAgents = List.copyOf(targetAgents);
        payload = PlainJson.of(payload);
        if (targetAgents.isEmpty()) {
            throw new IllegalArgumentException("a proposal names at least one agent role");
        }
    }

    /// What an agent is told of a weak point, for more to be added.
    ///
    /// @param copied members of the weak point's data, each of which is left out where it has none
    /// @return its code and those members
    public static Map<String, Object> payload(WeakPoint weakPoint, String... copied) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("code", weakPoint.code());
        for (String member : copied) {
            Object value = weakPoint.data().get(member);
            if (value != null) {
                payload.put(member, value);
            }
        }
        return payload;
    }
}
