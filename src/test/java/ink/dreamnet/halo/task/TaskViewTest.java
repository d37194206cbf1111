package ink.dreamnet.halo.task;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class TaskViewTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
    private static final TaskView TASK = new TaskView(new UUID(1, 2), "agent.revive", TaskStatus.RUNNING,
            Priority.HIGH, List.of("DreamOps"), Map.of("agent", "a"),
            new TaskView.Proposal("revive-agent", "recreate", 1, List.of("restart"),
                    new Why("it leads", new Why.Known("recreate", 3, 2, 0, 0.5, 0.25, 0.75, 0.125, null, "learning",
                            0.5), List.of(), List.of(new Why.LeftOut("restart", "it did not help")), null),
                    new UUID(3, 4), "agent.offline", SubjectRef.parse("agent:a"), Severity.HIGH, "deploy", "none",
                    "it leads",
                    new UUID(5, 6), AT),
            new TaskView.ApprovalProgress(AT, "hash", List.of(new Approval("ann", AT, "yes", "hash", null)), 2,
                    List.of("bob"), List.of("cat")),
            "why", new BlockedBy("pause", "r", AT),
            new Execution(1, 0, "halo-task-x", "webhook", "http://target", "t-1", 1, AT, null, AT, null, null),
            new TaskView.VerificationProgress(AT, Verification.EFFECTIVE, AT, Map.of("reason", "seen")));
    private static final String WIRE = """
            {"id":"00000000-0000-0001-0000-000000000002","type":"agent.revive","status":"running","priority":"high",\
            "targetAgents":["DreamOps"],"payload":{"agent":"a"},"strategy":"revive-agent",\
            "step":"recreate","rung":1,"failedBefore":["restart"],"why":{"sentence":"it leads",\
            "chosen":{"step":"recreate","outcomes":3,"effective":2,"harmful":0,"success":0.5,"lower":0.25,"upper":0.75,\
            "baseRate":0.125,"verdict":"learning","netBenefit":0.5},"alternatives":[],"leftOut":[{"step":"restart",\
            "reason":"it did not help"}]},\
            "weakPointId":"00000000-0000-0003-0000-000000000004","code":"agent.offline","subject":{"kind":"agent","id":"a"},\
            "severity":"high","squadId":"deploy","routingError":"none","routingReason":"it leads",\
            "cycleId":"00000000-0000-0005-0000-000000000006","proposedAt":"2026-11-01T12:00:00Z",\
            "expiresAt":"2026-11-01T12:00:00Z","contentHash":"hash","approvals":[{"by":"ann",\
            "at":"2026-11-01T12:00:00Z","comment":"yes","contentHash":"hash"}],"approvalsNeeded":2,\
            "editedBy":["bob"],"proposedBy":["cat"],"statusReason":"why","blockedBy":{"by":"pause","reason":"r",\
            "until":"2026-11-01T12:00:00Z"},"execution":{"run":1,"failures":0,"idempotencyKey":"halo-task-x",\
            "channel":"webhook","target":"http://target","squadTaskId":"t-1","deliveries":1,\
            "dispatchedAt":"2026-11-01T12:00:00Z","dueAt":"2026-11-01T12:00:00Z"},\
            "verifyAt":"2026-11-01T12:00:00Z","verification":"effective","verifiedAt":"2026-11-01T12:00:00Z",\
            "evidence":{"reason":"seen"}}""";

    @Test
    void writeKeepsTheMembersOfAllPartsSideBySideAndInTheirOrder() {
        assertThat(JSON.writeValueAsString(TASK)).isEqualTo(WIRE);
    }

    @Test
    void readOfARecordedTaskIsTheSameTask() {
        assertThat(JSON.readValue(WIRE, TaskView.class)).isEqualTo(TASK);
    }
}
