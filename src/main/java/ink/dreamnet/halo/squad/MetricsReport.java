package ink.dreamnet.halo.squad;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.registry.Problems;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The metrics that are reported of a squad. All counters count since the squad's own beginning; one that falls
/// was reset.
///
/// @param completedTasks how many tasks succeeded so far; required
/// @param failedTasks how many tasks failed so far; required
/// @param runningTasks how many tasks are being worked on
/// @param queuedTasks how many tasks are waiting
/// @param avgDurationMs the mean duration of all completed tasks; with decimals where there are many
/// @param members the same counters of each of its agents, at most 200
record MetricsReport(@Nullable Long completedTasks, @Nullable Long failedTasks, @Nullable Long runningTasks,
        @Nullable Long queuedTasks, @Nullable Double avgDurationMs, @Nullable List<@Nullable Member> members) {

    static final long MAX_COUNT = 1_000_000_000_000L;
    static final int MAX_MEMBERS = 200;
    private static final double MAX_DURATION_MS = 1e12;

    /// One agent's part.
    ///
    /// @param agent its id; required
    /// @param completedTasks how many of its tasks succeeded so far; required
    /// @param failedTasks how many of its tasks failed so far; required
    record Member(@Nullable String agent, @Nullable Long completedTasks, @Nullable Long failedTasks) {
    }

    /// @throws InvalidInputException naming every field that is wrong
    Sample sample(long atMs, JsonMapper json) {
        Problems problems = new Problems();
        Long completed = required(problems, "completedTasks", completedTasks);
        Long failed = required(problems, "failedTasks", failedTasks);
        problems.range("runningTasks", runningTasks, 0, MAX_COUNT, "");
        problems.range("queuedTasks", queuedTasks, 0, MAX_COUNT, "");
        if (avgDurationMs != null && !(avgDurationMs >= 0 && avgDurationMs <= MAX_DURATION_MS)) {
            problems.add("avgDurationMs", "%s is not between 0 and %.0f".formatted(avgDurationMs, MAX_DURATION_MS));
        }
        Map<String, long[]> byAgent = members(problems);
        problems.throwIfAny();
        if (completed == null || failed == null) {
            throw new IllegalStateException("what is missing was refused");
        }
        return new Sample(atMs, runningTasks, queuedTasks, completed, failed, completed == 0 ? null : avgDurationMs,
                byAgent.isEmpty() ? null : json.writeValueAsString(byAgent));
    }

    private Map<String, long[]> members(Problems problems) {
        Map<String, long[]> byAgent = new LinkedHashMap<>();
        List<@Nullable Member> given = members == null ? List.of() : members;
        problems.limit("members", given.size(), MAX_MEMBERS);
        for (int i = 0; i < given.size(); i++) {
            String at = "members[%d]".formatted(i);
            Member member = given.get(i);
            if (member == null) {
                problems.add(at, "is empty");
                continue;
            }
            Long completed = required(problems, at + ".completedTasks", member.completedTasks());
            Long failed = required(problems, at + ".failedTasks", member.failedTasks());
            String agent = problems.attempt(at + ".agent",
                    () -> SubjectRef.checkId("agent", member.agent() == null ? "" : member.agent()));
            if (agent != null && completed != null && failed != null
                    && byAgent.put(agent, new long[]{completed, failed}) != null) {
                problems.add(at + ".agent", "'%s' is named twice".formatted(agent));
            }
        }
        return byAgent;
    }

    private static @Nullable Long required(Problems problems, String field, @Nullable Long count) {
        if (count == null) {
            problems.add(field, "is missing");
        }
        problems.range(field, count, 0, MAX_COUNT, "");
        return count;
    }
}
