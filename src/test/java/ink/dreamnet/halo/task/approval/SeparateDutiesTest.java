package ink.dreamnet.halo.task.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.PageClient;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.RepairStep;
import ink.dreamnet.halo.task.TaskContent;
import ink.dreamnet.halo.task.TaskDraft;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.TaskReport;
import ink.dreamnet.halo.task.dispatch.TaskReports;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import ink.dreamnet.halo.task.lease.Leases;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of docs/security.md ("Duties are separate"): one person, who has tokens of several roles, tries each road.
@OnH2
class SeparateDutiesTest extends TaskRoom {

    /// Another of her tokens has her name as `ada`.
    private static final Actor ADA = new Actor("Ada");

    @Autowired
    Leases leases;
    @Autowired
    TaskReports reports;
    @LocalServerPort
    int port;

    private final Map<String, String[]> tokens = new HashMap<>();
    private final SubjectRef subject = SubjectRef.parse("endpoint:duties-" + Ids.next());

    /// What somebody has done with a task, so that their approval does not count.
    enum Duty {
        PROPOSED("'ada' had it proposed"), EDITED("'ada' edited it"), APPROVED("'ada' approved it already"), WORKED(
                "'ada' worked on it before");

        private final String reason;

        Duty(String reason) {
            this.reason = reason;
        }
    }

    /// How an approval reaches HALO. Slack is another one, in `SlackTest`.
    enum Road {
        CALL, CALL_FOR_MANY, PAGE, PAGE_OF_MANY, STANDING_APPROVAL
    }

    /// How the work on a task reaches HALO.
    enum Work {
        LEASE, HEARTBEAT, RESULT, EVENT
    }

    static Stream<Arguments> everyDutyByEveryRoad() {
        return Stream.of(Duty.values())
                .flatMap(duty -> Stream.of(Road.values()).map(road -> Arguments.of(duty, road)));
    }

    @BeforeEach
    void agent() {
        agent("keeper", "Leaser");
    }

    private String[] token(String name, String role) {
        return tokens.computeIfAbsent(name + role, any -> new String[]{"Authorization",
                "Bearer " + api.post("/api/halo/tokens", "{\"name\": \"%s\", \"role\": \"%s\"%s}".formatted(name, role,
                        role.equals("agent") ? ", \"agent\": \"keeper\"" : "")).body().path("secret").asString()});
    }

    private static TaskDraft draft(UUID weakPoint, SubjectRef about, People people) {
        return new TaskDraft(new TaskContent("quorum.type", List.of("Leaser"), Map.of("subject", "x")),
                "test-strategy", new RepairStep("repair", 0, List.of()), weakPoint, "test.broken", about,
                Severity.HIGH, Ids.next(), null, people);
    }

    private TaskView propose(SubjectRef about, People people) {
        return propose(draft(Ids.next(), about, people), CycleMode.FULL).getFirst();
    }

    private TaskView did(Duty duty) {
        TaskView task = propose(subject, duty == Duty.PROPOSED ? People.of(ADA) : People.NOBODY);
        switch (duty) {
            case PROPOSED -> assertThat(api.get(path(task)).body().at("/task/proposedBy/0").asString())
                    .isEqualTo("Ada");
            case EDITED -> assertThat(api.put(path(task), "{\"payload\": {\"n\": 1}}", token("ada", "operator"))
                    .status()).isEqualTo(200);
            case APPROVED -> approvals.approve(task.id(), null, null, ADA);
            case WORKED -> {
                approvals.approve(task.id(), null, null, ANN);
                approvals.approve(task.id(), null, null, BOB);
                var lease = leases.lease("keeper", 1, Duration.ZERO, ADA).getFirst().lease();
                reports.report(task.id(), new TaskReport(lease.id(), null, null, null, false, "in vain", null), ADA);
                approvals.retry(task.id(), null, ANN);
                clock.advance(Duration.ofHours(2));
                poll();
            }
        }
        return now(task.id());
    }

    /// @return what HALO answers to who tries, where the road has an answer
    private String tryToApprove(TaskView task, Road road) {
        String hash = task.approval().contentHash();
        TaskView other = propose(SubjectRef.parse("endpoint:other-" + Ids.next()), People.of("somebody else"));
        String chosen = other.id() + ":" + other.approval().contentHash();
        return switch (road) {
            case CALL -> {
                Api.Answer answer = api.post(path(task) + "/approve", "{\"contentHash\": \"%s\"}".formatted(hash),
                        token("ada", "operator"));
                assertThat(answer.status()).isEqualTo(409);
                yield answer.body().path("error").asString();
            }
            case CALL_FOR_MANY -> {
                JsonNode results = api.post("/api/halo/tasks/approve",
                        "{\"ids\": [\"%s\", \"%s\"]}".formatted(task.id(), other.id()), token("ada", "operator"))
                        .body().path("results");
                assertThat(list(results)).extracting(result -> result.path("code").asInt()).containsExactly(409, 200);
                yield results.path(0).path("error").asString();
            }
            case PAGE -> page("/tasks/" + task.id() + "/approve", Map.of("contentHash", hash));
            case PAGE_OF_MANY -> {
                String notice = page("/approvals/approve", Map.of("task", task.id() + ":" + hash + "," + chosen));
                assertThat(notice).contains("1 approved, 1 not");
                assertThat(now(other.id()).approval().approvals()).hasSize(1);
                yield notice;
            }
            case STANDING_APPROVAL -> {
                assertThat(api.post("/api/halo/approvals/standing", """
                        {"type": "quorum.type", "subject": "%s", "highestSeverity": "high", "perHour": 9,
                         "until": "%s", "reason": "it is safe"}""".formatted(subject,
                        clock.instant().plus(Duration.ofDays(1))), token("ada", "admin")).status()).isEqualTo(201);
                poll();
                poll();
                yield String.valueOf(now(task.id()).statusReason());
            }
        };
    }

    private String page(String path, Map<String, String> form) {
        return new PageClient("http://127.0.0.1:" + port).post(path, form, token("ada", "operator")).html()
                .replace("&#39;", "'");
    }

    @ParameterizedTest
    @MethodSource("everyDutyByEveryRoad")
    void approvalWhenItIsOfWhoDidAnotherDutyDoesNotCount(Duty duty, Road road) {
        TaskView task = did(duty);
        String said = tryToApprove(task, road);
        // of an edited task, and of who gave one already, a standing approval says nothing at all
        boolean withheld = road == Road.STANDING_APPROVAL && (duty == Duty.PROPOSED || duty == Duty.WORKED);
        if (road != Road.STANDING_APPROVAL || withheld) {
            assertThat(said).contains(duty.reason);
        }
        assertThat(status(task.id())).isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(now(task.id()).approval().approvals()).extracting(Approval::by)
                .isEqualTo(duty == Duty.APPROVED ? List.of("Ada") : List.of());
        assertThat(tasks.trail(task.id())).filteredOn(line -> line.action().equals("task.approval-withheld"))
                .hasSize(withheld ? 1 : 0);
        trailLeadsHere(task.id());
        String hash = task.approval().contentHash();
        approvals.approve(task.id(), null, hash, BOB);
        if (duty != Duty.APPROVED) {
            approvals.approve(task.id(), null, hash, ANN);
        }
        assertThat(status(task.id())).isEqualTo(TaskStatus.APPROVED);
    }

    @Test
    void proposersWhenOthersHaveTheSameProposedBeforeItIsDecidedAreAllOfThem() {
        TaskView task = propose(subject, People.of("ada"));
        propose(draft(task.weakPointId(), subject, People.of("eve")), CycleMode.FULL);
        assertThat(now(task.id()).approval().proposedBy()).containsExactly("ada", "eve");
        approvals.approve(task.id(), null, null, ANN);
        approvals.approve(task.id(), null, null, BOB);
        propose(draft(task.weakPointId(), subject, People.of("bob")), CycleMode.FULL);
        assertThat(now(task.id()).approval().proposedBy()).containsExactly("ada", "eve");
    }

    @Test
    void approveWhenAPageDoesNotSayWhatItShowedApprovesNothing() {
        TaskView task = propose(subject, People.NOBODY);
        TaskView other = propose("Leaser");
        assertThat(page("/approvals/approve", Map.of("task", "%s:%s,%s".formatted(other.id(),
                other.approval().contentHash(), task.id())))).contains("must be id:contentHash");
        assertThat(status(other.id())).isEqualTo(TaskStatus.PENDING_APPROVAL);
        assertThat(now(task.id()).approval().approvals()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void workWhenItIsOfWhoApprovedIsRefused(Work work) {
        TaskView task = approvals.approve(propose("Leaser").id(), null, null, ADA);
        String lease = work == Work.LEASE
                ? ""
                : api.post("/api/halo/tasks/lease", "{\"agent\": \"keeper\"}", token("worker", "agent")).body()
                        .at("/leased/0/lease/id").asString();
        String result = "{\"lease\": \"%s\", \"outcome\": \"succeeded\"}".formatted(lease);
        switch (work) {
            case LEASE -> refused(api.post("/api/halo/tasks/lease", "{\"agent\": \"keeper\"}", token("ada", "agent")),
                    "'ada' approved task");
            case HEARTBEAT -> refused(api.post(path(task) + "/heartbeat", "{\"lease\": \"%s\"}".formatted(lease),
                    token("ada", "agent")), "'ada' approved task");
            case RESULT -> refused(api.post(path(task) + "/result", result, token("ada", "agent")),
                    "'ada' approved task");
            case EVENT -> assertThat(routed("""
                    "type": "squad.task.completed", "data": {"idempotencyKey": "halo-task-%s"}""".formatted(task.id()),
                    token("ada", "source")).toString()).contains("'ada' approved task");
        }
        assertThat(status(task.id())).isEqualTo(work == Work.LEASE ? TaskStatus.APPROVED : TaskStatus.RUNNING);
        if (work != Work.LEASE) {
            assertThat(api.post(path(task) + "/result", result, token("worker", "agent")).status()).isEqualTo(200);
        }
    }

    private void event(String duty, String... token) {
        routed("""
                "type": "shop.order.stuck", "duty": "%s", "subject": "endpoint:%s\"""".formatted(duty, duty), token);
    }

    /// @return the event, once it is routed
    private JsonNode routed(String members, String... token) {
        Api.Answer answer = api.post("/api/halo/events", """
                {"specversion": "1.0", "id": "%s", "source": "/shop", %s}""".formatted(Ids.next(), members), token);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        return routed(answer.body().at("/event/id"));
    }

    private JsonNode routed(JsonNode id) {
        return Awaitility.await().until(() -> api.get("/api/halo/events/" + id.asString()).body(),
                body -> body.path("routing").asString().equals("done"));
    }

    private void wormhole(String id, String... token) {
        Api.Answer put = api.put("/api/halo/wormholes/" + id,
                """
                        {"match": {"labels": {"%s": "%s"}}, "action": "task", "task": {"type": "%s.repair", "roles": ["Leaser"]}}"""
                        .formatted(id.endsWith("alert") || id.endsWith("repeated") ? "alertname" : "duty", id, id),
                token);
        assertThat(put.status()).as(put.response().body()).isIn(200, 201);
    }

    private void alert(String id, Instant startsAt, String... token) {
        assertThat(api.post("/api/halo/events/alertmanager", """
                {"version": "4", "status": "firing", "receiver": "halo", "groupKey": "g", "alerts": [
                 {"status": "firing", "fingerprint": "%s", "startsAt": "%s", "endsAt": "0001-01-01T00:00:00Z",
                  "labels": {"alertname": "%s", "severity": "critical", "halo_subject": "endpoint:%s"},
                  "annotations": {"summary": "x"}}]}""".formatted(id, startsAt, id, id), token).status())
                .isEqualTo(202);
    }

    private void stand(String type, String... token) {
        assertThat(api.post("/api/halo/approvals/standing", """
                {"type": "%s", "subject": "endpoint:*", "highestSeverity": "critical", "perHour": 9, "until": "%s",
                 "reason": "it is safe"}""".formatted(type, clock.instant().plus(Duration.ofDays(1))), token).status())
                .isEqualTo(201);
    }

    @Test
    void proposersAreThoseWhoPutTheWormholeAndThoseWhoSentTheEvents() {
        String own = "d" + System.nanoTime();
        String[] admin = token("ada", "admin");
        String[] source = token("ada", "source");
        String[] second = token("bob", "admin");
        Map<String, List<String>> proposers = new TreeMap<>(Map.of("put", List.of("ada"), "edited",
                List.of("ada", "bob"), "remade", List.of("ada"), "switched", List.of("ada"), "sent", List.of("ada"),
                "several", List.of("carl", "ada"), "local", List.of(), "alert", List.of("ada"), "repeated",
                List.of("carl", "ada")));
        proposers.keySet().forEach(each -> wormhole(own + each,
                List.of("put", "edited", "remade", "switched").contains(each) ? admin : new String[0]));
        wormhole(own + "edited", second);
        assertThat(api.delete("/api/halo/wormholes/" + own + "remade").status()).isEqualTo(200);
        wormhole(own + "remade", admin);
        api.post("/api/halo/wormholes/%sswitched/disable".formatted(own), null, second);
        api.post("/api/halo/wormholes/%sswitched/enable".formatted(own), null, second);
        stand(own + "put.repair", admin);
        stand(own + "sent.repair", second);
        for (String each : List.of("put", "edited", "remade", "switched", "local")) {
            event(own + each);
        }
        event(own + "sent", source);
        event(own + "several", token("carl", "source"));
        event(own + "several", source);
        Instant began = clock.instant();
        alert(own + "alert", began, source);
        alert(own + "repeated", began, token("carl", "source"));
        alert(own + "repeated", began, source);

        scheduler.resume();
        assertThat(api.post("/api/halo/run", null).status()).isEqualTo(200);

        Function<String, JsonNode> proposed = each -> api.get("/api/halo/tasks?subject=endpoint:" + own + each).body()
                .at("/tasks/0");
        proposers.forEach((each, people) -> assertThat(list(proposed.apply(each).path("proposedBy")))
                .as(each + ": " + proposed.apply(each)).extracting(JsonNode::asString).isEqualTo(people));
        assertThat(proposed.apply("put").path("status").asString()).isEqualTo("pending-approval");
        assertThat(proposed.apply("put").path("statusReason").asString()).contains("'ada' had it proposed");
        assertThat(proposed.apply("sent").path("status").asString()).isEqualTo("approved");
        assertThat(api.get("/api/halo/wormholes/" + own + "edited").body().at("/wormhole/authors").toString())
                .isEqualTo("[\"ada\",\"bob\"]");
    }
}
