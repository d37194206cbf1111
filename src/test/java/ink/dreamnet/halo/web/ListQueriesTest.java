package ink.dreamnet.halo.web;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.LongHistory;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.QueryRecorder;
import ink.dreamnet.halo.support.QueryRecorder.Query;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// Lists of the API read no more of a long history than they show, whatever is asked for: the plan of each of their queries, with the
/// rows that the database really read. What is rare stands at the old end, where a walk from the newest comes last.
@HaloTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ListQueriesTest {

    private static final int ROWS = 8_000;
    /// How many rows one query may read: a walk of 21 for each state that a filter leaves open.
    private static final long MOST = 400;
    /// The member of the answer that is the list, by the path.
    private static final Map<String, String> LISTS = Map.of("weakpoints", "weakPoints", "approvals", "approvals",
            "memory", "entities");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

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

        @Override
        String explain() {
            return "explain analyze ";
        }

        @Override
        long read(String plan) {
            return SCANNED.matcher(plan).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
        }

        @Override
        String forget() {
            return "analyze";
        }
    }

    @OnPostgres
    static class OnPostgresTest extends ListQueriesTest {

        @Override
        String explain() {
            return "explain (analyze, format json) ";
        }

        @Override
        long read(String plan) {
            return readBy(JSON.readTree(plan).get(0).get("Plan"));
        }

        @Override
        String forget() {
            return "vacuum analyze";
        }

        private static long readBy(JsonNode node) {
            double rows = 0;
            if (node.get("Node Type").asString().endsWith("Scan")) {
                rows = node.path("Actual Rows").asDouble() + node.path("Rows Removed by Filter").asDouble()
                        + node.path("Rows Removed by Index Recheck").asDouble();
            }
            double read = rows * node.path("Actual Loops").asDouble();
            for (JsonNode part : node.path("Plans")) {
                read += readBy(part);
            }
            return Math.round(read);
        }
    }

    abstract String explain();

    /// @return how many rows a plan says that were read
    /// @return the statement that has the database forget rows that were removed, and count those that there are
    abstract String forget();

    abstract long read(String plan);

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
    @CsvSource(delimiter = '|', textBlock = """
            /history?view=summary                                                                             | 20
            /history?view=summary&before={ids}-7000-8000-000000000100                                 | 20
            /history?view=summary&since={day 2}T00:00:00Z&until={day 2}T00:10:00Z                       | 10
            /history?view=summary&until={day 1}T00:10:00Z                                                  | 9
            /history?view=summary&status=completed                                                            | 20
            /history?view=summary&status=interrupted                                                          | 1
            /history?view=summary&mode=light                                                                  | 1
            /history?view=summary&severity=critical                                                           | 20
            /history?view=summary&severity=medium                                                             | 1
            /history?view=summary&severity=high                                                               | 0
            /history?view=summary&trigger=time                                                                | 20
            /history?view=summary&trigger=deploy                                                              | 1
            /history?view=summary&subject=endpoint:often                                                      | 20
            /history?view=summary&subject=endpoint:once                                                       | 1
            /history?view=summary&subject=endpoint:never                                                      | 0
            /history?view=summary&trigger=time&mode=light&severity=medium                                     | 0
            /history?view=summary&subject=endpoint:often&mode=light&since={day 1}T00:00:00Z                | 1
            /history?view=summary&subject=endpoint:once&trigger=time                                          | 1
            /history?view=summary&subject=endpoint:often&trigger=time                                         | 20
            /history?view=summary&trigger=time&before={ids}-7000-8000-000000000010                    | 8
            /history?view=summary&severity=critical&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z     | 8
            /history                                                                                          | 20
            /weakpoints                                                                                       | 20
            /weakpoints?before={ids}-7000-8000-000000000010                                           | 9
            /weakpoints?state=acknowledged                                                                    | 1
            /weakpoints?state=resolved                                                                        | 20
            /weakpoints?state=resolved&severity=medium                                                        | 0
            /weakpoints?state=all                                                                             | 20
            /weakpoints?state=all&severity=medium                                                             | 1
            /weakpoints?state=all&subject=endpoint:once                                                       | 1
            /weakpoints?state=all&subject=endpoint:often                                                      | 20
            /weakpoints?state=all&subject=endpoint:often&before={ids}-7000-8000-000000000010          | 8
            /weakpoints?severity=medium                                                                       | 1
            /weakpoints?state=all&code=a.rare                                                                 | 1
            /weakpoints?state=all&code=a.b&before={ids}-7000-8000-000000000010                        | 8
            /weakpoints?state=all&squad=rare                                                                  | 1
            /weakpoints?state=all&squad=ops                                                                   | 20
            /weakpoints?state=all&kind=endpoint                                                               | 20
            /weakpoints?state=all&kind=agent                                                                  | 0
            /weakpoints?state=all&squad=rare&code=a.rare                                                      | 1
            /weakpoints?text=SUM                                                                              | 20
            /weakpoints?text=100%25                                                                           | 0
            /weakpoints?suppressed=true                                                                       | 1
            /weakpoints?flapping=true                                                                         | 1
            /tasks                                                                                            | 20
            /tasks?before={ids}-7000-8000-000000000100                                                | 20
            /tasks?status=succeeded                                                                           | 20
            /tasks?status=dead-letter                                                                         | 1
            /tasks?status=rejected                                                                            | 0
            /tasks?status=pending-approval,dead-letter                                                        | 2
            /tasks?status=pending-approval                                                                    | 1
            /tasks?status=pending-approval&sort=newest                                                        | 1
            /tasks?status=pending-approval&subject=endpoint:often&code=a.b&squad=ops                          | 1
            /tasks?subject=endpoint:often                                                                     | 20
            /tasks?subject=agent:once                                                                         | 1
            /tasks?kind=agent                                                                                 | 1
            /tasks?kind=endpoint&status=dead-letter                                                           | 1
            /tasks?code=a.rare                                                                                | 1
            /tasks?code=a.b&before={ids}-7000-8000-000000000010                                       | 8
            /tasks?squad=rare                                                                                 | 1
            /tasks?severity=medium                                                                            | 1
            /tasks?severity=high&squad=ops                                                                    | 20
            /tasks?status=succeeded&before={ids}-7000-8000-000000000010                               | 7
            /memory                                                                                           | 20
            /memory?kind=graft                                                                                | 1
            /memory?before=endpoint:e000000007995                                                             | 6
            /memory?trait=latency                                                                             | 1
            /memory?trait=reliability&below=0.5                                                               | 1
            /memory?trait=reliability&above=0.95                                                              | 1
            /memory?trait=reliability&kind=graft                                                              | 1
            /memory?trait=reliability&before=endpoint:e000000004000                                           | 20
            /memory?trait=reliability&above=0.2&before=endpoint:e000000004000                                 | 20
            /subjects                                                                                         | 20
            /subjects?before=up:agent:s000000007995                                                           | 6
            /subjects?state=weak                                                                              | 1
            /subjects?kind=graft                                                                              | 1
            /subjects?kind=squad                                                                              | 0
            /subjects?squad=few                                                                               | 2
            /subjects?squad=many&state=paused                                                                 | 1
            /subjects?squad=many&kind=agent                                                                   | 20
            /subjects?label=team=few                                                                          | 1
            /subjects?label=team=many                                                                         | 20
            /subjects?label=team=many&kind=graft&state=up                                                     | 1
            /subjects?label=team=many&before=up:agent:s000000004000                                           | 20
            /subjects/agent/s000000000009                                                                     | -1
            /weakpoints?view=groups                                                                           | -1
            /weakpoints?view=groups&severity=medium&flapping=false                                            | -1
            /weakpoints/{ids}-7000-8000-000000000009                                                  | -1
            /history/{ids}-7000-8000-000000000009                                                     | -1
            /tasks/{ids}-7000-8000-000000000009                                                       | -1
            /status                                                                                           | -1
            /triggers                                                                                         | -1
            /analyzers                                                                                        | -1
            /budgets                                                                                          | -1
            /wormholes                                                                                        | -1
            /agents                                                                                           | -1
            /strategies                                                                                       | -1
            /approvals/standing                                                                               | 2
            /silences                                                                                         | 3
            /silences?state=current&before={ids}-7000-8000-000000000002                               | 1
            /silences?state=expired                                                                           | 20
            /silences?state=expired&before={ids}-7000-8000-000000000009                               | 5
            /silences?state=all                                                                               | 20
            /silences?state=all&before={ids}-7000-8000-000000000009                                   | 8
            /deploys                                                                                          | 20
            /deploys?before={ids}-7000-8000-000000000009                                              | 8
            /deploys?source=tag                                                                               | 1
            /deploys?source=info                                                                              | 0
            /deploys?service=often                                                                            | 20
            /deploys?service=once                                                                             | 2
            /deploys?service=often&source=tag                                                                 | 1
            /deploys?version=v1                                                                               | 2
            /deploys?version=latest&source=tag                                                                | 1
            /deploys?environment=test                                                                         | 2
            /deploys?environment=live&source=tag                                                              | 1
            /deploys?service=often&version=v1                                                                 | 1
            /deploys?service=often&environment=test                                                           | 1
            /deploys?version=latest&environment=test                                                          | 1
            /deploys?service=once&version=latest&environment=test&source=api                                  | 1
            /deploys?since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                                    | 9
            /deploys?service=often&source=api&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z           | 6
            /deploys/{ids}-7000-8000-000000000009                                                     | -1
            /audit                                                                                            | 20
            /audit?before={ids}-7000-8000-000000000009                                                | 8
            /audit?subjectType=task                                                                           | 20
            /audit?subjectType=agent                                                                          | 2
            /audit?subjectType=sink                                                                           | 0
            /audit?subjectId=t-0                                                                              | 9
            /audit?subjectType=agent&subjectId=t-0                                                            | 2
            /audit?subjectId=t-0&action=agent.paused&actor=ann                                                | 1
            /audit?action=task.proposed                                                                       | 20
            /audit?action=trigger.disabled                                                                    | 1
            /audit?action=trigger.disabled&subjectType=trigger                                                | 1
            /audit?action=task.proposed&subjectType=trigger                                                   | 0
            /audit?requestId=once                                                                             | 1
            /audit?requestId=once&subjectId=t-0&action=task.proposed                                          | 1
            /audit?actor=halo                                                                                 | 20
            /audit?actor=bob                                                                                  | 1
            /audit?actor=halo&action=trigger.disabled                                                         | 1
            /audit?actor=halo&action=task.rejected                                                            | 0
            /audit?actor=halo&subjectType=agent                                                               | 1
            /audit?actor=ann&subjectType=agent&action=agent.paused                                            | 1
            /audit?since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                                      | 9
            /audit?action=task.proposed&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                 | 6
            /audit?actor=halo&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                           | 6
            /audit?subjectType=task&until={day 1}T00:10:00Z                                                | 6
            /audit?actor=halo&before={ids}-7000-8000-000000000009                                     | 6
            /events                                                                                           | 20
            /events?before={ids}-7000-8000-000000000009                                               | 8
            /events?direction=out                                                                             | -1
            /events?direction=in                                                                              | 20
            /events?type=test.often                                                                           | 20
            /events?type=test.rare                                                                            | 1
            /events?type=*.rare                                                                               | 1
            /events?type=test.never                                                                           | 0
            /events?source=/often                                                                             | 20
            /events?source=/once                                                                              | 1
            /events?sourceType=squad                                                                          | 20
            /events?sourceType=other                                                                          | 0
            /events?severity=critical                                                                         | 1
            /events?severity=info                                                                             | 20
            /events?subject=endpoint:often                                                                    | 20
            /events?subject=endpoint:once                                                                     | 2
            /events?direction=in&type=test.*&source=/often&sourceType=squad&severity=error                    | 1
            /events?subject=endpoint:once&severity=critical                                                   | 1
            /events?subject=endpoint:often&severity=critical                                                  | 0
            /events?subject=endpoint:once&source=/often                                                       | 2
            /events?source=/often&type=test.rare                                                              | 1
            /events?since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                                     | 9
            /events?type=test.rare&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z                      | 1
            /events?subject=endpoint:once&since={day 1}T00:00:00Z&until={day 1}T00:10:00Z               | 2
            /events?source=/often&until={day 1}T00:10:00Z                                                  | 8
            /events?subject=endpoint:often&before={ids}-7000-8000-000000000009                        | 7
            /events/{ids}-7000-8000-000000000009                                                      | -1
            /insights                                                                                         | 1
            /insights?state=dismissed                                                                         | 1
            /insights?state=ended                                                                             | 20
            /insights?state=all                                                                               | 20
            /insights?state=all&before={ids}-7000-8000-000000000009                                   | 8
            /insights?state=all&pattern=rhythm                                                                | 1
            /insights?state=all&severity=low                                                                  | 1
            /insights?state=all&pattern=recurrence&severity=low                                               | 1
            /insights?state=all&subject=agent:once                                                            | 1
            /insights?state=all&subject=endpoint:often                                                        | 20
            /insights?state=all&subject=endpoint:often&pattern=rhythm                                         | 1
            /insights?state=all&subject=endpoint:often&before={ids}-7000-8000-000000000009            | 8
            /insights?state=all&kind=endpoint                                                                 | 20
            /insights?state=all&kind=endpoint&pattern=rhythm                                                  | 1
            /insights?state=all&kind=agent&subject=endpoint:often                                             | 0
            /insights?state=all&kind=agent                                                                    | 1
            /insights?state=all&since={day 1}T00:00:00Z                                                       | 20
            /insights?state=open&since={day 2}T00:00:00Z                                                      | 0
            /insights/{ids}-7000-8000-000000000009                                                    | -1
            """)
    void listReadsNoMoreThanItShows(String call, int entries) {
        List<Query> queries = recorder.during(() -> {
            Api.Answer answer = api.get("/api/halo" + LongHistory.dated(call));
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            if (entries >= 0) {
                String list = call.replaceAll("^/(\\w+).*", "$1");
                assertThat(answer.body().get(LISTS.getOrDefault(list, list)).size()).isEqualTo(entries);
            }
        });
        assertThat(queries).allSatisfy(this::readsLittle);
    }

    /// What is resolved and ended costs a cycle nothing.
    @Test
    @Order(2)
    void cycleReadsNoMoreThanItHasToDo() {
        api.post("/api/halo/run", "{}");
        jdbc.execute("analyze");
        assertThat(recorder.ofAllThreads(() -> assertThat(api.post("/api/halo/run", "{}").status()).isEqualTo(200)))
                .isNotEmpty().allSatisfy(this::readsLittle);
    }

    /// The first time a job does what there is to do. The check of the audit trail has to read all of it.
    @TestFactory
    @Order(3)
    List<DynamicTest> jobReadsNoMoreThanItHasToDo() {
        return jobs.stream().filter(job -> job instanceof RecurringTask
                && !Set.of("halo-time-trigger", "halo-audit-check").contains(job.getName()))
                .map(job -> DynamicTest.dynamicTest(job.getName(), () -> {
                    run(job);
                    jdbc.execute(forget());
                    assertThat(recorder.during(() -> run(job))).allSatisfy(this::readsLittle);
                })).toList();
    }

    private static <T> void run(Task<T> job) {
        job.execute(new TaskInstance<>(job.getName(), "recurring"), null);
    }

    private void readsLittle(Query query) {
        String plan = plan(query);
        assertThat(read(plan)).as("%s%n%s", query.sql(), plan).isLessThanOrEqualTo(MOST);
    }

    private String plan(Query query) {
        String plan = jdbc.execute((ConnectionCallback<String>) connection -> {
            try (PreparedStatement statement = query.prepare(connection, explain());
                    ResultSet answer = statement.executeQuery()) {
                return lines(answer);
            }
        });
        return plan == null ? "" : plan;
    }

    private static String lines(ResultSet answer) throws SQLException {
        StringBuilder lines = new StringBuilder();
        while (answer.next()) {
            lines.append(answer.getString(1)).append('\n');
        }
        return lines.toString();
    }
}
