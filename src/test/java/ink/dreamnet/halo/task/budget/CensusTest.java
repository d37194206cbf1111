package ink.dreamnet.halo.task.budget;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskView;
import ink.dreamnet.halo.task.dispatch.TaskRoom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Shares and storms, as the rooms that keep agents and endpoints count them.
abstract class CensusTest extends TaskRoom {

    @OnH2
    static class OnH2Test extends CensusTest {
    }

    @OnPostgres
    static class OnPostgresTest extends CensusTest {
    }

    private TaskView approvedFor(String subject) {
        TaskView task = propose("test.repair", "Hooked", SubjectRef.parse(subject), Severity.HIGH);
        approvals.approve(task.id(), null, null, ANN);
        drive();
        return now(task.id());
    }

    private void weak(String kind, String id) {
        jdbc.sql("""
                insert into weak_point (id, analyzer, code, subject_kind, subject_id, open_identity, severity, summary,
                state, first_seen_at, last_seen_at, occurrences, recurrences, stale, related_issues, data, version)
                values (?, 'test', 'test.weak', ?, ?, ?, 'HIGH', 'weak', 'OPEN', ?, ?, 1, 0, false, '[]', '{}', 0)""")
                .params(Ids.next(), kind, id, "test|" + kind + id, clock.instant().atOffset(ZoneOffset.UTC),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void dispatchWhenMoreThanHalfOfTheSquadsOrGraftsAreWeakIsHeld() {
        for (String kind : List.of("squad", "graft")) {
            for (int i = 0; i < 12; i++) {
                assertThat(api.put("/api/halo/%ss/storm-%d".formatted(kind, i), kind.equals("squad")
                        ? "{\"members\": []}"
                        : "{\"type\": \"module\", \"status\": \"failed\"}").status()).as(kind).isEqualTo(201);
            }
            for (int i = 0; i < 7; i++) {
                weak(kind.toUpperCase(Locale.ROOT), "storm-" + i);
            }
            TaskView held = approvedFor(kind + ":storm-1");
            assertThat(held(held).by()).isEqualTo("storm");
            assertThat(held(held).reason()).contains("subjects of kind:" + kind);
        }
        jdbc.sql("delete from weak_point where analyzer = 'test'").update();
        for (int i = 0; i < 12; i++) {
            api.delete("/api/halo/squads/storm-" + i);
            api.delete("/api/halo/grafts/storm-" + i);
        }
    }

    @Test
    void dispatchWhenMoreThanHalfOfTheEndpointsOfALabelAreWeakIsHeldUntilTheyRecover() {
        for (int i = 0; i < 12; i++) {
            assertThat(api.put("/api/halo/endpoints/storm-" + i,
                    "{\"url\": \"http://127.0.0.1:1/\", \"labels\": {\"team\": \"green\"}}").status()).isEqualTo(201);
        }
        for (int i = 0; i < 7; i++) {
            weak("ENDPOINT", "storm-" + i);
        }
        TaskView held = approvedFor("endpoint:storm-1");
        assertThat(held(held).by()).isEqualTo("storm");
        assertThat(held(held).reason()).contains("7 of the 12");
        jdbc.sql("delete from weak_point where subject_id in ('storm-0', 'storm-2')").update();
        clock.advance(Duration.ofSeconds(10));
        release();
        drive();
        assertThat(status(held.id())).isEqualTo(TaskStatus.RUNNING);
        jdbc.sql("delete from weak_point where analyzer = 'test'").update();
        for (int i = 0; i < 12; i++) {
            assertThat(api.delete("/api/halo/endpoints/storm-" + i).status()).isLessThan(300);
        }
    }

    @Test
    void dispatchWhenAFifthOfASquadIsWorkedOnIsHeld() {
        for (int i = 0; i < 10; i++) {
            assertThat(api.put("/api/halo/agents/shared-" + i, "{\"role\": \"Custom\", \"squad\": \"crew\"}").status())
                    .isIn(200, 201);
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(approvedFor("agent:shared-0").status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(approvedFor("agent:shared-1").status()).isEqualTo(TaskStatus.RUNNING);
        TaskView third = approvedFor("agent:shared-2");
        assertThat(held(third).by()).isEqualTo("share");
        assertThat(held(third).reason()).contains("2 of at most 2").contains("squad:crew");
        assertThat(api.get("/api/halo/budgets").response().body()).contains("squad:crew");
    }
}
