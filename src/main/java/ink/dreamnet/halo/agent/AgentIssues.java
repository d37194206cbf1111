package ink.dreamnet.halo.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.agent.KnownAgent.Sighting;
import ink.dreamnet.halo.analysis.Issue;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;

/// The descriptions and the evidence of the issues about agents.
final class AgentIssues {

    static final String OFFLINE = "agent.offline";
    static final String DEGRADED = "agent.degraded";
    static final String NEVER_SEEN = "agent.never-seen";
    static final String DELISTED = "agent.delisted";
    static final String SOURCE_FAILED = "agent.source-failed";
    static final String ALL_SILENT = "agent.all-silent";

    /// The codes about the life of an agent: all but those about its source.
    static final List<String> LIFE = List.of(OFFLINE, DEGRADED, NEVER_SEEN);
    /// Squad Builder as a thing that can fail.
    static final SubjectRef SQUAD_BUILDER = new SubjectRef(SubjectKind.ENDPOINT, "squad-builder");
    /// HALO's heartbeat intake as a thing that can fail.
    static final SubjectRef INTAKE = new SubjectRef(SubjectKind.ENDPOINT, "heartbeat-intake");

    private AgentIssues() {
    }

    /// @param othersUp how many other agents of its role are alive in its squad; null where it is in no squad
    static Issue offline(KnownAgent agent, Liveness life, Instant now, @Nullable Integer othersUp) {
        boolean last = othersUp != null && othersUp == 0;
        Map<String, Object> data = evidence(agent, life, now);
        Sighting sighting = agent.sighting();
        Instant offlineSince = life.byHeartbeat() || sighting == null ? null : sighting.offlineSince();
        String why;
        if (offlineSince == null) {
            why = "has not been seen for %s, allowed are %s".formatted(sinceSeen(life, now),
                    text(agent.period().plus(agent.grace())));
        } else {
            why = "is reported offline by Squad Builder since " + offlineSince;
            data.put("offlineSince", offlineSince.toString());
        }
        if (sighting != null && sighting.online() != null) {
            data.put("reportedOnline", sighting.online());
            why += life.byHeartbeat() && sighting.online() ? ", although Squad Builder calls it online" : "";
        }
        if (othersUp != null) {
            data.put("othersUp", othersUp);
        }
        return Issue.of(OFFLINE, last ? Severity.CRITICAL : Severity.HIGH, agent.subject(),
                "Agent '%s' (%s) %s%s".formatted(agent.name(), agent.role(), why,
                        last ? "; no other agent of its role is up in squad '%s'".formatted(agent.squad()) : ""),
                data);
    }

    static Issue degraded(KnownAgent agent, Liveness life, Instant now) {
        Map<String, Object> data = evidence(agent, life, now);
        data.put("status", HeartbeatStatus.DEGRADED.wire());
        String message = agent.message();
        if (message != null) {
            data.put("message", message);
        }
        return Issue.of(DEGRADED, Severity.MEDIUM, agent.subject(), "Agent '%s' (%s) says that it is degraded%s"
                .formatted(agent.name(), agent.role(), message == null ? "" : ": " + message), data);
    }

    static Issue neverSeen(KnownAgent agent, Liveness life, Instant now) {
        return Issue.of(NEVER_SEEN, Severity.MEDIUM, agent.subject(),
                "Agent '%s' (%s) is registered but has never been seen".formatted(agent.name(), agent.role()),
                evidence(agent, life, now));
    }

    static Issue delisted(KnownAgent agent, Liveness life, Instant now, Instant delistedAt) {
        Map<String, Object> data = evidence(agent, life, now);
        data.put("delistedAt", delistedAt.toString());
        return Issue.of(DELISTED, Severity.MEDIUM, agent.subject(),
                "Squad Builder does not list agent '%s' (%s) any more; delete it here if it is gone for good"
                        .formatted(agent.name(), agent.role()),
                data);
    }

    /// @param lastAnswer when Squad Builder last answered
    static Issue sourceFailed(String reason, int agents, Map<String, Object> lastAnswer) {
        Map<String, Object> data = new HashMap<>(lastAnswer);
        data.put("reason", reason);
        data.put("agents", agents);
        return Issue.of(SOURCE_FAILED, Severity.HIGH, SQUAD_BUILDER,
                "The agents of Squad Builder could not be pulled: %s; nothing is known of its %d agents"
                        .formatted(reason, agents),
                data);
    }

    static Issue intakeSuspect(IntakeHealth intake) {
        Map<String, Object> data = new HashMap<>();
        data.put("agents", intake.missing());
        data.put("lastHeardAt", String.valueOf(intake.lastHeartbeatAt()));
        return Issue.of(ALL_SILENT, Severity.CRITICAL, INTAKE, intakeSuspectReason(intake), data);
    }

    static String intakeSuspectReason(IntakeHealth intake) {
        return "All %d agents stopped sending heartbeats at %s: the heartbeat intake is suspect"
                .formatted(intake.missing(), intake.lastHeartbeatAt());
    }

    private static Map<String, Object> evidence(KnownAgent agent, Liveness life, Instant now) {
        Map<String, Object> data = new HashMap<>();
        data.put("name", agent.name());
        data.put("role", agent.role());
        if (agent.squad() != null) {
            data.put("squad", agent.squad());
        }
        if (life.seenAt() != null) {
            data.put("lastSeenAt", life.seenAt().toString());
            data.put("silentForMs", Duration.between(life.seenAt(), now).toMillis());
        }
        data.put("periodMs", agent.period().toMillis());
        data.put("graceMs", agent.grace().toMillis());
        return data;
    }

    private static String sinceSeen(Liveness life, Instant now) {
        return life.seenAt() == null ? "ever" : text(Duration.between(life.seenAt(), now));
    }

    private static String text(Duration duration) {
        return duration.toMinutes() >= 10 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
