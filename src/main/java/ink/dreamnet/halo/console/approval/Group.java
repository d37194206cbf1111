package ink.dreamnet.halo.console.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.SubjectRef;

/// What waits for approval about one subject: usually it has one cause, and is one decision.
///
/// @param subject the subject
/// @param waiting its tasks, the most urgent first; at least one
public record Group(SubjectRef subject, List<Waiting> waiting) {

    /// @param waiting in the order of urgency
    /// @return in the order of the most urgent of each
    static List<Group> bySubject(List<Waiting> waiting) {
        Map<SubjectRef, List<Waiting>> bySubject = new LinkedHashMap<>();
        waiting.forEach(one -> bySubject
                .computeIfAbsent(one.task().proposal().subject(), any -> new ArrayList<>()).add(one));
        return bySubject.entrySet().stream().map(entry -> new Group(entry.getKey(), entry.getValue())).toList();
    }
}
