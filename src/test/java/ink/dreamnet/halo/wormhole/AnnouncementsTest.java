package ink.dreamnet.halo.wormhole;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import ink.dreamnet.halo.analysis.ReportedIssue;
import ink.dreamnet.halo.audit.AuditBroken;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.cycle.CycleRecorded;
import ink.dreamnet.halo.cycle.CycleStatus;
import ink.dreamnet.halo.cycle.CycleSummary;
import ink.dreamnet.halo.event.EventSeverity;
import ink.dreamnet.halo.event.EventType;
import ink.dreamnet.halo.resonance.Insight;
import ink.dreamnet.halo.resonance.InsightsRaised;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.Priority;
import ink.dreamnet.halo.task.TaskAction;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.Verification;
import ink.dreamnet.halo.task.budget.BudgetExhausted;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStopped;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged;
import ink.dreamnet.halo.weakpoint.WeakPointsChanged.Kind;
import ink.dreamnet.halo.wormhole.Announcements.Announcement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final SubjectRef SUBJECT = SubjectRef.parse("endpoint:checkout");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123Z");

    private static WeakPointsChanged changed(Kind kind, Severity severity, @Nullable Severity before) {
        return new WeakPointsChanged(Ids.next(), List.of(new WeakPointsChanged.Change(kind, weakPoint(kind, severity),
                before, before == null || severity.compareTo(before) > 0 ? severity : before)));
    }

    private static Announcement page(@Nullable WeakPoint point) {
        return Announcements.page(changed(TaskAction.DISPATCHED, TaskStatus.DISPATCHED, null).changes().getFirst()
                .task(), point);
    }

    private static WeakPoint weakPoint(Kind kind, Severity severity) {
        boolean resolved = kind == Kind.RESOLVED;
        return new WeakPoint(Ids.next(), "endpoint-health", "endpoint.down", SUBJECT, severity, "it is down",
                resolved ? WeakPointState.RESOLVED : WeakPointState.OPEN, NOW, NOW, 3, 1, false,
                resolved ? NOW : null, resolved ? "observed-clean" : null,
                List.of(new ReportedIssue("endpoint-down-checkout", "endpoint-health", "endpoint.down",
                        severity,
                        SUBJECT, "it is down", Map.of("status", 503))),
                Map.of());
    }

    private static TasksChanged changed(TaskAction action, TaskStatus status, @Nullable Verification verification) {
        return new TasksChanged("admin", List.of(new TasksChanged.Change(action, TaskStatus.APPROVED, "because",
                new TasksChanged.Snapshot(Ids.next(), "repair.api.endpoint", status, Priority.CRITICAL,
                        List.of("DeployKeeper"), new TaskView.Proposal("repair-endpoint", "repair", 0, List.of(), null,
                                Ids.next(), "endpoint.down", SUBJECT, Severity.CRITICAL, "deploy", null, null,
                                Ids.next(),
                                NOW),
                        1, null, NOW, verification))));
    }

    private static CycleRecorded recorded(List<CycleRecorded.Doubt> doubts) {
        return recorded(doubts, 2, null);
    }

    private static CycleRecorded recorded(List<CycleRecorded.Doubt> doubts, int weakPoints, @Nullable String squad) {
        return new CycleRecorded(new CycleSummary(Ids.next(), NOW, CycleStatus.COMPLETED, List.of("manual"),
                CycleMode.FULL, null, 12L, Severity.CRITICAL, 3, weakPoints, 1, 1, "Observed 3 subjects.", null), 1, 1,
                0,
                new CycleRecorded.Seen(1, 1, 0), doubts, squad);
    }

    private static BudgetExhausted exhausted(String budget, @Nullable Instant until) {
        return new BudgetExhausted(new BlockedBy(budget, "10 of at most 10 in work", until), Ids.next(), SUBJECT, null);
    }

    private static InsightsRaised raised() {
        return new InsightsRaised(List.of(new Insight(Ids.next(), "recurrence", "endpoint:checkout came back 3 times",
                List.of(SUBJECT), Map.of("n", 3, "eValue", 44.5, "cycles", List.of(NOW)), Severity.HIGH,
                List.of("Repair the cause"), NOW, NOW, Insight.State.OPEN, null, null)));
    }

    private static Stream<Announcement> all() {
        Stream<Announcement> weakPoints = Stream.of(Kind.values()).flatMap(kind -> Stream.of(Severity.values())
                .flatMap(severity -> Announcements.of(changed(kind, severity, kind == Kind.OPENED
                        ? null
                        : Severity.MEDIUM)).stream()));
        Stream<Announcement> tasks = Stream.of(TaskStatus.values()).flatMap(status -> Stream.of(TaskAction.PROPOSED,
                TaskAction.APPROVED, TaskAction.DISPATCHED, TaskAction.FAILED, TaskAction.REJECTED, TaskAction.EXPIRED,
                TaskAction.CANCELLED)
                .flatMap(action -> Announcements.of(changed(action, status, null)).stream()));
        Stream<Announcement> ended = Stream
                .of(Announcements.of(changed(TaskAction.SUCCEEDED, TaskStatus.SUCCEEDED, null)),
                        Announcements.of(changed(TaskAction.DEAD_LETTER, TaskStatus.DEAD_LETTER, null)))
                .flatMap(List::stream);
        Stream<Announcement> verified = Stream.of(Verification.values()).flatMap(
                outcome -> Announcements.of(changed(TaskAction.VERIFIED, TaskStatus.SUCCEEDED, outcome)).stream());
        Stream<Announcement> others = Stream.concat(
                Announcements
                        .of(recorded(List.of(new CycleRecorded.Doubt("endpoint-health", "the canary is down too"))))
                        .stream(),
                Stream.of("fleet", "per-hour", "per-squad", "share").flatMap(budget -> Stream.of(
                        Announcements.of(exhausted(budget, null)), Announcements.of(exhausted(budget, NOW)))));
        Stream<Announcement> calls = Stream.of(page(null), page(weakPoint(Kind.OPENED, Severity.HIGH)),
                Announcements.of(new StrategyStopped(new StrategyStop(Ids.next(), "repair-endpoint", "endpoint.down",
                        Ids.next(), "what depends on it broke", NOW, null, null, null), SUBJECT)),
                Announcements.of(new AuditBroken("Link 5 is missing: it is gone", 5, NOW)));
        return Stream.of(weakPoints, tasks, ended, verified, others, calls, Announcements.of(raised()).stream())
                .flatMap(one -> one);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyAnnouncementKeepsToItsSchema(Announcement told) throws IOException {
        assertThat(problems(told.type(), data(told))).as(told.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void announcementWithoutARequiredMemberDoesNotKeepToItsSchema(Announcement told) throws IOException {
        Map<String, Object> data = data(told);
        data.remove(
                List.of("cycleId", "taskId", "insightId", "link").stream().filter(data::containsKey).findFirst()
                        .orElseThrow());
        assertThat(problems(told.type(), data)).isNotEmpty();
    }

    private static Map<String, Object> data(Announcement told) {
        Map<String, Object> data = new LinkedHashMap<>();
        told.data().forEach((name, value) -> {
            if (value != null) {
                data.put(name, value);
            }
        });
        return data;
    }

    private static List<String> problems(EventType type, Map<String, Object> data) throws IOException {
        try (InputStream schema = Objects.requireNonNull(AnnouncementsTest.class
                .getResourceAsStream("/schema/events/" + type.schema() + ".json"))) {
            return SCHEMAS.getSchema(schema, InputFormat.JSON)
                    .validate(JSON.writeValueAsString(data), InputFormat.JSON, context -> context
                            .executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .stream().map(Object::toString).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "OPENED   | CRITICAL |        | halo.weakpoint.opened,halo.weakpoint.critical   | CRITICAL",
            "REOPENED | CRITICAL |        | halo.weakpoint.opened,halo.weakpoint.critical   | CRITICAL",
            "OPENED   | HIGH     |        | halo.weakpoint.opened                           | ERROR",
            "OPENED   | MEDIUM   |        | halo.weakpoint.opened                           | WARNING",
            "WORSENED | HIGH     | MEDIUM | halo.weakpoint.worsened                         | ERROR",
            "WORSENED | CRITICAL | HIGH   | halo.weakpoint.worsened,halo.weakpoint.critical | CRITICAL",
            "RESOLVED | CRITICAL | HIGH   | halo.weakpoint.resolved                         | INFO"})
    void weakPointBecomesTheEventsOfItsChange(Kind kind, Severity severity, @Nullable Severity before, String types,
            EventSeverity expected) {
        List<Announcement> told = Announcements.of(changed(kind, severity, before));
        assertThat(told).extracting(one -> one.type().wire()).containsExactly(types.split(","));
        assertThat(told).allSatisfy(one -> {
            assertThat(one.severity()).isEqualTo(expected);
            assertThat(one.subject()).isEqualTo("endpoint:checkout");
        });
    }

    @ParameterizedTest
    @CsvSource({"PROPOSED,halo.task.proposed", "APPROVED,halo.task.approved", "REJECTED,halo.task.rejected",
            "EXPIRED,halo.task.expired", "CANCELLED,halo.task.cancelled", "DISPATCHED,halo.task.dispatched",
            "SUCCEEDED,halo.task.completed", "DEAD_LETTER,halo.task.completed", "FAILED,halo.task.failed",
            "VERIFIED,halo.task.verified"})
    void taskBecomesTheEventOfItsChange(TaskAction action, String type) {
        assertThat(Announcements.of(changed(action, TaskStatus.SUCCEEDED, null))).extracting(one -> one.type().wire())
                .containsExactly(type);
    }

    @ParameterizedTest
    @CsvSource({"HARMFUL,CRITICAL", "INEFFECTIVE,WARNING", "EFFECTIVE,INFO", "INCONCLUSIVE,INFO"})
    void verdictHasTheSeverityOfWhatItSays(Verification verdict, EventSeverity severity) {
        assertThat(Announcements.of(changed(TaskAction.VERIFIED, TaskStatus.SUCCEEDED, verdict)))
                .extracting(Announcement::severity).containsExactly(severity);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEVERITY_RAISED", "EDITED", "APPROVAL_GIVEN", "APPROVAL_LAPSED", "APPROVAL_WITHHELD", "MOOT",
            "LEASED", "ACCEPTED",
            "RETRIED"})
    void actionWithinTheRoomOfTasksIsNotPublished(TaskAction action) {
        assertThat(Announcements.of(changed(action, TaskStatus.APPROVED, null))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Severity.class)
    void severityKeepsItsOrder(Severity severity) {
        assertThat(EventSeverity.of(severity).ordinal()).isEqualTo(severity.ordinal());
    }

    @Test
    void onlyACriticalWeakPointHasADreamNetForm() {
        List<Announcement> critical = Announcements.of(changed(Kind.OPENED, Severity.CRITICAL, null));
        assertThat(critical).extracting(Announcement::dreamNet).element(0).isNull();
        Announcements.DreamNetPart form = Objects.requireNonNull(critical.get(1).dreamNet());
        assertThat(form.severity()).isEqualTo(EventSeverity.CRITICAL);
        assertThat(JSON.valueToTree(form.payload()).path("weakpoint")).isEqualTo(JSON.readTree("""
                {"id": "%s", "severity": "critical", "summary": "it is down", "relatedIssues": [{
                  "id": "endpoint-down-checkout", "analyzer": "endpoint-health", "code": "endpoint.down",
                  "severity": "critical", "subject": {"kind": "endpoint", "id": "checkout"},
                  "description": "it is down", "data": {"status": 503}}]}""".formatted(
                critical.get(1).data().get("weakPointId"))));
        assertThat(critical.get(1).data()).as("the CloudEvent").doesNotContainKey("weakpoint");
    }

    @ParameterizedTest
    @CsvSource({"2,,WARNING", "2,ops,WARNING", "0,,INFO"})
    void cycleHasTheNumbersThatDreamNetReads(int weakPoints, @Nullable String squad, EventSeverity severity) {
        Announcement cycle = Announcements.of(recorded(List.of(), weakPoints, squad)).getLast();
        Announcements.DreamNetPart form = Objects.requireNonNull(cycle.dreamNet());
        assertThat(form.severity()).isEqualTo(severity);
        assertThat(form.payload()).containsEntry("issuesFound", weakPoints).containsEntry("tasksGenerated", 1)
                .containsEntry("primarySquadId", squad);
        assertThat(cycle.severity()).as("the CloudEvent's").isEqualTo(EventSeverity.INFO);
        assertThat(cycle.data()).as("the CloudEvent's").doesNotContainKeys("issuesFound", "tasksGenerated");
    }

    @Test
    void cycleTellsItsDoubtsFirst() {
        assertThat(Announcements.of(recorded(List.of(new CycleRecorded.Doubt("endpoint-health", "why")))))
                .extracting(one -> one.type().wire()).containsExactly("halo.observer.suspect", "halo.cycle.completed");
        assertThat(Announcements.of(recorded(List.of()))).extracting(one -> one.type().wire())
                .containsExactly("halo.cycle.completed");
    }
}
