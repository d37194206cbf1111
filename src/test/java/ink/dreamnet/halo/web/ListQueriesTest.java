package ink.dreamnet.halo.web;

import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.FleetServer;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.LongHistory;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.QueryCost;
import ink.dreamnet.halo.support.QueryRecorder;
import ink.dreamnet.halo.support.QueryRecorder.Query;
import ink.dreamnet.halo.support.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/// Lists of the API read no more of a long history than they show, whatever is asked for: the plan of each of their queries, with the
/// rows that the database really read. What is rare stands at the old end, where a walk from the newest comes last.
@HaloTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ListQueriesTest {

    private static final int ROWS = 8_000;
    /// How many rows one query may read: a walk of 21 for each state that a filter leaves open, or the most that an answer shows.
    private static final long MOST = 600;
    /// The member of the answer that is the list, by the path.
    private static final Map<String, String> LISTS = Map.of("weakpoints", "weakPoints", "approvals", "approvals",
            "memory", "entities");

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    QueryRecorder recorder;
    @Autowired
    List<Task<?>> jobs;

    /// Each build explains the calls on the database of long pasts; this one, the thorough one.
    @OnH2
    @Tag("thorough")
    static class OnH2Test extends ListQueriesTest {
    }

    @OnPostgres
    static class OnPostgresTest extends ListQueriesTest {
    }

    /// Has the database forget rows that were removed, and count those that there are. Both classes may run on either database.
    private void forget() {
        jdbc.execute(TestDatabase.isH2(jdbc) ? "analyze" : "vacuum analyze");
    }

    @BeforeAll
    void fill() {
        // so that no weak point is judged anew meanwhile
        jobs.stream().filter(job -> job.getName().equals("halo-suppressions")).forEach(ListQueriesTest::run);
        LongHistory.fill(jdbc, 1, ROWS, "minute");
    }

    @AfterAll
    void forgetKinds() {
        jdbc.execute("delete from wormhole_event_kind where id < 10 and id > 0");
    }

    /// A call, and how many entries it answers; -1 where that is not the point.
    @ParameterizedTest
    @Order(1)
    @CsvFileSource(resources = LongHistory.CALLS, delimiter = '|', maxCharsPerColumn = 200)
    void listReadsNoMoreThanItShows(String call, int entries) {
        List<Query> queries = recorder.during(() -> {
            Api.Answer answer = api.get(LongHistory.dated(call));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            if (entries >= 0) {
                String list = call.replaceAll("^/api/halo/(\\w+).*", "$1");
                assertThat(answer.body().get(LISTS.getOrDefault(list, list)).size()).isEqualTo(entries);
            }
        });
        assertThat(queries).allSatisfy(this::readsLittle);
    }

    /// What is resolved and ended costs a cycle nothing.
    @Test
    @Order(2)
    void cycleReadsNoMoreThanItHasToDo() {
        api.put("/api/halo/squads/ops", "{\"name\":\"Ops\"}");
        api.put("/api/halo/endpoints/often", "{\"url\":\"http://localhost:%d/\"}".formatted(FleetServer.closedPort()));
        api.post("/api/halo/run", "{}");
        jdbc.execute("analyze");
        assertThat(recorder.ofAllThreads(() -> {
            assertThat(api.post("/api/halo/run", "{}").status()).isEqualTo(200);
            for (String seen : List.of("/api/halo/squads/ops", "/api/halo/endpoints/often",
                    "/subjects/endpoint/often")) {
                assertThat(api.get(seen).status()).isEqualTo(200);
            }
        })).isNotEmpty().allSatisfy(this::readsLittle);
    }

    /// The first time a job does what there is to do. The check of the audit trail has to read all of it, and the memory's night
    /// everything that is watched.
    @TestFactory
    @Order(3)
    List<DynamicTest> jobReadsNoMoreThanItHasToDo() {
        return jobs.stream().filter(job -> job instanceof RecurringTask
                && !Set.of("halo-time-trigger", "halo-audit-check", "halo-memory-night").contains(job.getName()))
                .map(job -> DynamicTest.dynamicTest(job.getName(), () -> {
                    run(job);
                    forget();
                    assertThat(recorder.during(() -> run(job))).allSatisfy(this::readsLittle);
                })).toList();
    }

    private static <T> void run(Task<T> job) {
        job.execute(new TaskInstance<>(job.getName(), "recurring"), null);
    }

    private void readsLittle(Query query) {
        QueryCost cost = QueryCost.of(query, jdbc);
        assertThat(cost.rows()).as("%s%n%s", query.sql(), cost.plan()).isLessThanOrEqualTo(MOST);
    }
}
