package ink.dreamnet.halo.wormhole;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditBroken;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.cycle.CycleRecorded;
import ink.dreamnet.halo.event.Direction;
import ink.dreamnet.halo.event.DreamNetForm;
import ink.dreamnet.halo.event.EventData;
import ink.dreamnet.halo.event.EventStore;
import ink.dreamnet.halo.event.Installation;
import ink.dreamnet.halo.event.Trace;
import ink.dreamnet.halo.event.WormholeEvent;
import ink.dreamnet.halo.resonance.InsightsRaised;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.budget.BudgetExhausted;
import ink.dreamnet.halo.task.verification.StrategyStopped;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPoints;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged;
import ink.dreamnet.halo.wormhole.Announcements.Announcement;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The transactional outbox: writes events in the transaction of the change that they announce, so that one is not there without
/// the other.
@Component
class EventOutbox {

    /// How long after an announcement the same budget is not announced again.
    private static final Duration QUIET = Duration.ofHours(1);

    private final EventStore store;
    private final JsonMapper json;
    private final Installation installation;
    private final WeakPoints weakPoints;
    private final JdbcClient jdbc;
    private final ObjectProvider<Tracer> tracer;
    private final Clock clock;

    EventOutbox(EventStore store, JsonMapper json, Installation installation, WeakPoints weakPoints, JdbcClient jdbc,
            ObjectProvider<Tracer> tracer, Clock clock) {
        this.store = store;
        this.json = json;
        this.installation = installation;
        this.weakPoints = weakPoints;
        this.jdbc = jdbc;
        this.tracer = tracer;
        this.clock = clock;
    }

    @EventListener
    void weakPoints(WeakPointsChanged changed) {
        stage(Announcements.of(changed));
    }

    @EventListener
    void tasks(TasksChanged changed) {
        stage(Announcements.of(changed));
        List<TasksChanged.Snapshot> pages = changed.changes().stream().filter(Announcements::pages)
                .map(TasksChanged.Change::task).toList();
        Map<UUID, WeakPoint> points = weakPoints
                .all(pages.stream().map(task -> task.proposal().weakPointId()).toList());
        stage(pages.stream().map(task -> Announcements.page(task, points.get(task.proposal().weakPointId()))).toList());
    }

    @EventListener
    void strategy(StrategyStopped stopped) {
        stage(List.of(Announcements.of(stopped)));
    }

    @EventListener
    void audit(AuditBroken broken) {
        stage(List.of(Announcements.of(broken)));
    }

    @EventListener
    void cycle(CycleRecorded recorded) {
        stage(Announcements.of(recorded));
    }

    @EventListener
    void insights(InsightsRaised raised) {
        stage(Announcements.of(raised));
    }

    /// That tasks wait for each other on one subject is normal, so it is not announced.
    @EventListener
    void budget(BudgetExhausted exhausted) {
        if (!exhausted.blocked().by().equals("per-subject") && due(exhausted)) {
            stage(List.of(Announcements.of(exhausted)));
        }
    }

    /// The lock of the gate keeps others from asking at the same time.
    private boolean due(BudgetExhausted exhausted) {
        String budget = exhausted.blocked().by() + (exhausted.blocked().by().equals("per-squad")
                ? ":" + exhausted.squadId()
                : "");
        Instant now = clock.instant();
        Optional<Instant> announced = jdbc.sql("select notified_at from budget_notification where budget = ?")
                .param(budget)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()).optional();
        if (announced.isPresent() && announced.get().plus(QUIET).isAfter(now)) {
            return false;
        }
        jdbc.sql(announced.isPresent()
                ? "update budget_notification set notified_at = ? where budget = ?"
                : "insert into budget_notification (notified_at, budget) values (?, ?)")
                .params(now.atOffset(ZoneOffset.UTC), budget).update();
        return true;
    }

    private void stage(List<Announcement> announcements) {
        if (announcements.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        String source = installation.source();
        Trace trace = trace();
        store.append(announcements.stream().map(one -> event(one, source, trace, now)).toList());
    }

    private WormholeEvent event(Announcement announcement, String source, @Nullable Trace trace, Instant now) {
        UUID id = Ids.next();
        Announcements.DreamNetPart dreamNet = announcement.dreamNet();
        return WormholeEvent.builder(Direction.OUT, source, id.toString(), announcement.type().wire(), now).id(id)
                .severity(announcement.severity()).subject(announcement.subject())
                .source("halo", Texts.cut(source, EventLimits.MAX_SOURCE_ID))
                .subjects(announcement.watched() == null ? List.of() : List.of(announcement.watched()))
                .data(new EventData(members(announcement.data()), null, installation.schema(announcement.type())))
                .trace(trace).dreamNet(dreamNet == null
                        ? null
                        : new DreamNetForm(dreamNet.severity(), members(dreamNet.payload())))
                .build();
    }

    private ObjectNode members(Map<String, @Nullable Object> members) {
        Map<String, Object> present = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                present.put(name, value);
            }
        });
        return json.valueToTree(present);
    }

    /// @return the span that is open now (W3C Trace Context, `traceparent` version 00)
    private @Nullable Trace trace() {
        Tracer present = tracer.getIfAvailable();
        Span span = present == null ? null : present.currentSpan();
        if (span == null) {
            return null;
        }
        TraceContext context = span.context();
        return context.traceId().length() == 32 && context.spanId().length() == 16
                ? new Trace("00-%s-%s-%s".formatted(context.traceId(), context.spanId(),
                        Boolean.TRUE.equals(context.sampled()) ? "01" : "00"), null)
                : null;
    }
}
