package ink.dreamnet.halo.task.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.PerformanceRecord;
import ink.dreamnet.halo.task.PerformanceRecord.Performance;
import ink.dreamnet.halo.task.SquadDirectory;
import ink.dreamnet.halo.task.SquadDirectory.Candidate;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.DispatchBudgets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.dao.CannotAcquireLockException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// To which squad tasks go, with the tasks of the database and a fleet and a record that the test plays.
abstract class RoutingTest extends TaskRoom {

    private static final SquadDirectory FLEET = role -> switch (role) {
        case "Hooked" -> List.of(new Candidate("deploy", true), new Candidate("platform", true));
        case "Lonely" -> List.of(new Candidate("deploy", true));
        default -> List.of();
    };

    @Autowired
    Routes routes;
    @Autowired
    DispatchBudgets budgets;
    @Autowired
    BudgetProperties limits;

    /// For whom the record was asked.
    private final List<Collection<SubjectRef>> asked = new ArrayList<>();

    @OnH2
    static class OnH2Test extends RoutingTest {
    }

    @OnPostgres
    static class OnPostgresTest extends RoutingTest {
    }

    private Routing routing(PerformanceRecord record) {
        return new Routing(routes,
                new StaticListableBeanFactory(Map.of("fleet", FLEET)).getBeanProvider(SquadDirectory.class), budgets,
                new TrackRecord(
                        new StaticListableBeanFactory(Map.of("record", record))
                                .getBeanProvider(PerformanceRecord.class)),
                new StaticListableBeanFactory().getBeanProvider(PageReceivers.class));
    }

    /// @return how well squad platform does the tasks of the test, and deploy a little worse
    private Map<SubjectRef, Performance> platformLeads(String type, Collection<SubjectRef> performers) {
        assertThat(type).isEqualTo("test.repair");
        asked.add(performers);
        return Map.of(SubjectRef.parse("squad:platform"), new Performance(0.8, 16), SubjectRef.parse("squad:deploy"),
                new Performance(0.4, 9));
    }

    private List<TaskView> route(PerformanceRecord record, List<UUID> ids) {
        transaction.executeWithoutResult(tx -> routing(record).route(ids.stream().map(store::lock).toList()));
        return ids.stream().map(this::now).toList();
    }

    private List<UUID> proposed(String role, int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(propose(role).id());
        }
        return ids;
    }

    @Test
    void routeWhenOneSquadDoesBetterGoesThereUntilItHasNoRoomAndSaysWhy() {
        // one task is approved and comes to the better squad, and takes its room as if it were in work
        UUID approved = propose("Hooked").id();
        route(this::platformLeads, List.of(approved));
        jdbc.sql("update repair_task set status = 'APPROVED' where id = ?").param(approved).update();
        jdbc.sql("insert into repair_task_count (status, tasks) values ('APPROVED', 1), ('PENDING_APPROVAL', -1)")
                .update();

        List<TaskView> tasks = route(this::platformLeads, proposed("Hooked", limits.perSquad() + 1));
        int room = limits.perSquad() - 1;
        assertThat(tasks.subList(0, room)).allSatisfy(task -> {
            assertThat(task.squadId()).isEqualTo("platform");
            assertThat(task.proposal().routingReason()).isEqualTo("squad platform: 80 % of such tasks are expected to "
                    + "help (16 known); deploy: 40 % (9 known)");
        });
        assertThat(tasks.subList(room, tasks.size())).hasSize(2).allSatisfy(task -> {
            assertThat(task.squadId()).isEqualTo("deploy");
            assertThat(task.proposal().routingReason()).isEqualTo("squad deploy: 40 % of such tasks are expected to "
                    + "help (9 known); platform: 80 % (16 known), no room");
        });
        assertThat(asked).as("once for each call").hasSize(2).allSatisfy(performers -> assertThat(performers)
                .containsExactly(SubjectRef.parse("squad:deploy"), SubjectRef.parse("squad:platform")));
        assertThat(api.get(path(tasks.getFirst())).body().at("/task/routingReason").asString())
                .startsWith("squad platform: 80 %");
    }

    @Test
    void routeWhenThereIsNoChoiceAsksNoRecordAndGivesNoReason() {
        PerformanceRecord unasked = (type, performers) -> {
            throw new AssertionError("there is nothing to choose");
        };
        TaskView lonely = route(unasked, proposed("Lonely", 1)).getFirst();
        assertThat(lonely.squadId()).isEqualTo("deploy");
        assertThat(lonely.proposal().routingReason()).isNull();
        TaskView nobody = route(unasked, proposed("Nobody", 1)).getFirst();
        assertThat(nobody.squadId()).isNull();
        assertThat(nobody.proposal().routingReason()).isNull();
    }

    @Test
    void routeWhenTheRecordFailsGoesOnWithoutIt() {
        for (PerformanceRecord record : List.<PerformanceRecord>of((type, performers) -> {
            throw new IllegalStateException("no luck");
        }, (type, performers) -> Map.of(SubjectRef.parse("squad:deploy"), new Performance(Double.NaN, 3)))) {
            TaskView task = route(record, proposed("Hooked", 1)).getFirst();
            assertThat(task.squadId()).isIn("deploy", "platform");
            assertThat(task.proposal().routingReason()).contains("no such task is known")
                    .endsWith("; 2 that are equal share the tasks");
        }
        assertThatThrownBy(() -> route((type, performers) -> {
            throw new CannotAcquireLockException("someone else");
        }, proposed("Hooked", 1))).as("the transaction is tried again").isInstanceOf(CannotAcquireLockException.class);
    }

    @Test
    void approveRoutesAnewAndForgetsTheReasonOfBefore() {
        UUID id = propose("Hooked").id();
        assertThat(route(this::platformLeads, List.of(id)).getFirst().proposal().routingReason()).isNotNull();
        // in the registry no squad has an agent of that role
        TaskView approved = approvals.approve(id, null, null, ANN);
        assertThat(approved.squadId()).isNull();
        assertThat(approved.proposal().routingReason()).isNull();
    }
}
