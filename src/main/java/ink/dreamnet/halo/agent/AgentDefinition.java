package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.ManagedBy;
import org.jspecify.annotations.Nullable;

/// What is declared of an agent, checked and complete.
///
/// @param id its id
/// @param name how operators call it
/// @param role what it can do, a role of DreamNet
/// @param squad the id of its squad; null where it is in none
/// @param capabilities what it is able to do
/// @param labels names and values to match
/// @param heartbeatPeriod how often it sends a heartbeat
/// @param grace how late a heartbeat may be
/// @param dependsOn the subjects that it cannot work without
/// @param managedBy who declares it
record AgentDefinition(String id, String name, String role, @Nullable String squad, List<String> capabilities,
        Map<String, String> labels, Duration heartbeatPeriod, Duration grace, List<SubjectRef> dependsOn,
        ManagedBy managedBy) {
    AgentDefinition {
        capabilities = List.copyOf(capabilities);
        labels = Map.copyOf(labels);
        dependsOn = List.copyOf(dependsOn);
    }
}
