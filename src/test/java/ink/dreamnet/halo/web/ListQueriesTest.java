package ink.dreamnet.halo.web;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ink.dreamnet.halo.support.Api;
import ink.dreamnet.halo.support.HaloTest;
import ink.dreamnet.halo.support.OnH2;
import ink.dreamnet.halo.support.OnPostgres;
import ink.dreamnet.halo.support.QueryRecorder;
import ink.dreamnet.halo.support.QueryRecorder.Query;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
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
abstract class ListQueriesTest {

    private static final int ROWS = 20_000;
    /// How many rows one query may read: a walk of 21 for each state that a filter leaves open.
    private static final long MOST = 400;
    /// The member of the answer that is the list, by the path.
    private static final Map<String, String> LISTS = Map.of("history", "history", "weakpoints", "weakPoints", "tasks",
            "tasks");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    /// Cycle n started n minutes after this; the others that are filled have the same times.
    private static final String BEGIN = "timestamp with time zone '2026-01-01 00:00:00Z'";

    @Autowired
    Api api;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    QueryRecorder recorder;

    @OnH2
    static class OnH2Test extends ListQueriesTest {

        @Override
        String numbers() {
            return "system_range(1, " + ROWS + ") as numbers(n)";
        }

        @Override
        String explain() {
            return "explain analyze ";
        }

        @Override
        long read(String plan) {
            return SCANNED.matcher(plan).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
        }
    }

    @OnPostgres
    static class OnPostgresTest extends ListQueriesTest {

        @Override
        String numbers() {
            return "generate_series(1, " + ROWS + ") as numbers(n)";
        }

        @Override
        String explain() {
            return "explain (analyze, format json) ";
        }

        @Override
        long read(String plan) {
            return readBy(JSON.readTree(plan).get(0).get("Plan"));
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

    /// @return a table with the column n, from 1 to the number of rows
    abstract String numbers();

    abstract String explain();

    /// @return how many rows a plan says that were read
    abstract long read(String plan);

    @BeforeAll
    void fill() {
        String id = "cast('01900000-0000-7000-8000-' || lpad(cast(n as varchar), 12, '0') as uuid)";
        String at = BEGIN + " + n * interval '1' minute";
        String facts = "case n when 5 then 'INTERRUPTED' else 'COMPLETED' end, case n when 6 then 'LIGHT' else 'FULL' end,"
                + " case n when 7 then 'MEDIUM' else 'CRITICAL' end";
        insert("""
                halo_cycle (id, started_at, triggers, reason, status, mode, worst_severity, issue_count,
                weak_point_count, task_count, dispatch_count, version)""",
                id, at, "'[\"time\"]'", "'due'", facts, "1, 1, 1, 1, 0");
        insert("cycle_trigger (cycle_id, trigger_name, status, mode, worst_severity, started_at)",
                id, "case n when 8 then 'deploy' else 'time' end", facts, at);
        insert("cycle_subject (cycle_id, subject_kind, subject_id, status, mode, worst_severity, started_at)",
                id, "'ENDPOINT', case n when 9 then 'once' else 'often' end", facts, at);
        insert("""
                weak_point (id, first_seen_at, last_seen_at, analyzer, code, summary, occurrences, recurrences, stale,
                related_issues, data, version, subject_kind, subject_id, severity, state, resolved_at, open_identity,
                flapping, suppressed_kind)""",
                id, at, at, "'a', 'a.b', 'sum', 1, 0, false, '[]', '{}', 0", "'ENDPOINT'",
                "case n when 9 then 'once' else 'often' end", "case n when 7 then 'MEDIUM' else 'CRITICAL' end",
                "case when n = 5 then 'ACKNOWLEDGED' when n < 40 then 'OPEN' else 'RESOLVED' end",
                "case when n < 40 then null else " + at + " end",
                "case when n < 40 then 'open ' || cast(n as varchar) end", "n = 5",
                "case when n = 6 then 'SILENCE' end");
        insert("""
                repair_task (id, type, priority, target_agents, payload, strategy, weak_point_id, subject_kind,
                subject_id, severity, cycle_id, proposed_at, content_hash, version, evidence, status)""",
                id, "'t', 'HIGH', '[\"DreamOps\"]', '{}', 's'", id, "'ENDPOINT', 'often', 'HIGH'", id, at,
                "'hash', 0, 'null', case n when 5 then 'DEAD_LETTER' when 6 then 'PENDING_APPROVAL' else 'SUCCEEDED' end");
        jdbc.execute("analyze");
    }

    private void insert(String into, String... values) {
        jdbc.execute("insert into " + into + " select " + String.join(", ", values) + " from " + numbers());
    }

    /// A call, and how many entries it answers.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /history?view=summary                                                                             | 20
            /history?view=summary&before=01900000-0000-7000-8000-000000000100                                 | 20
            /history?view=summary&since=2026-01-02T00:00:00Z&until=2026-01-02T00:10:00Z                       | 10
            /history?view=summary&until=2026-01-01T00:10:00Z                                                  | 9
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
            /history?view=summary&subject=endpoint:often&mode=light&since=2026-01-01T00:00:00Z                | 1
            /history?view=summary&subject=endpoint:once&trigger=time                                          | 1
            /history?view=summary&subject=endpoint:often&trigger=time                                         | 20
            /history?view=summary&trigger=time&before=01900000-0000-7000-8000-000000000010                    | 8
            /history?view=summary&severity=critical&since=2026-01-01T00:00:00Z&until=2026-01-01T00:10:00Z     | 8
            /history                                                                                          | 20
            /weakpoints                                                                                       | 20
            /weakpoints?before=01900000-0000-7000-8000-000000000010                                           | 9
            /weakpoints?state=acknowledged                                                                    | 1
            /weakpoints?state=resolved                                                                        | 20
            /weakpoints?state=resolved&severity=medium                                                        | 0
            /weakpoints?state=all                                                                             | 20
            /weakpoints?state=all&severity=medium                                                             | 1
            /weakpoints?state=all&subject=endpoint:once                                                       | 1
            /weakpoints?state=all&subject=endpoint:often                                                      | 20
            /weakpoints?state=all&subject=endpoint:often&before=01900000-0000-7000-8000-000000000010          | 8
            /weakpoints?severity=medium                                                                       | 1
            /weakpoints?suppressed=true                                                                       | 1
            /weakpoints?flapping=true                                                                         | 1
            /tasks                                                                                            | 20
            /tasks?before=01900000-0000-7000-8000-000000000100                                                | 20
            /tasks?status=succeeded                                                                           | 20
            /tasks?status=dead-letter                                                                         | 1
            /tasks?status=rejected                                                                            | 0
            /tasks?status=pending-approval,dead-letter                                                        | 2
            /tasks?status=succeeded&before=01900000-0000-7000-8000-000000000010                               | 7
            """)
    void listReadsNoMoreThanItShows(String call, int entries) {
        List<Query> queries = recorder.during(() -> {
            Api.Answer answer = api.get("/api/halo" + call);
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            assertThat(answer.body().get(LISTS.get(call.replaceAll("^/(\\w+).*", "$1"))).size()).isEqualTo(entries);
        });
        assertThat(queries).isNotEmpty().allSatisfy(query -> {
            String plan = plan(query);
            assertThat(read(plan)).as("%s%n%s", query.sql(), plan).isLessThanOrEqualTo(MOST);
        });
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
