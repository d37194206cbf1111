package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import org.springframework.jdbc.core.JdbcTemplate;

/// Fills the tables that grow with rows of a long past, the same in each: row n has the id that ends in n and is n minutes, or
/// another unit, after the beginning. What is rare stands at the old end, where a walk from the newest comes last.
public final class LongHistory {

    /// Long enough ago that all has ended, and not so long that a retention takes the rows for old, though other tests move the clock
    /// by months.
    private static final LocalDate FIRST_DAY = LocalDate.now(ZoneOffset.UTC).minusDays(120);
    private static final String BEGIN = "timestamp with time zone '%s 00:00:00Z'".formatted(FIRST_DAY);
    private static final String IDS = ids(FIRST_DAY);
    private static final long FIRST_MS = FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    private static final int CHUNK = 50_000;
    /// The calls that read these rows: those that [ListQueriesTest][ink.dreamnet.halo.web.ListQueriesTest] has explained, and the
    /// benchmark measures.
    public static final String CALLS = "/list-calls.txt";

    private final JdbcTemplate jdbc;
    private final String numbers;
    private final String unit;

    private LongHistory(JdbcTemplate jdbc, String numbers, String unit) {
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.unit = unit;
    }

    /// @param from the first row, 1 or more
    /// @param to the last row
    /// @param unit how far apart the rows are: `minute` or `second`
    public static void fill(JdbcTemplate jdbc, int from, int to, String unit) {
        String series = TestDatabase.isH2(jdbc) ? "system_range" : "generate_series";
        for (int first = from; first <= to; first += CHUNK) {
            String numbers = "%s(%d, %d) as numbers(n)".formatted(series, first, Math.min(to, first + CHUNK - 1));
            new LongHistory(jdbc, numbers, unit).fill();
        }
        if (from == 1) {
            kinds(jdbc);
        }
        jdbc.execute("delete from memory_watch");
        jdbc.execute("""
                insert into memory_watch (kind, id, analyzer, state, after_ms, at_ms, repaired, detail)
                select kind, id, analyzer, state, after_ms, at_ms, repaired, detail from memory_span
                where seq in (select max(seq) from memory_span group by kind, id, analyzer)""");
        jdbc.update("update audit_head set link = ?", to);
        jdbc.execute("delete from subject_count");
        jdbc.execute("""
                insert into subject_count (kind, state, subjects)
                select kind, state, count(*) from subject_state group by kind, state""");
        // so that the days before are not recorded one by one
        jdbc.update("update memory_evolution set last_day = ?",
                LocalDate.now(ZoneOffset.UTC).minusDays(1).toEpochDay());
        jdbc.execute("analyze");
    }

    /// @return the calls, before [#dated(String)]
    public static List<String> calls() throws IOException {
        try (InputStream in = Objects.requireNonNull(LongHistory.class.getResourceAsStream(CALLS))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("/"))
                    .map(line -> line.substring(0, line.lastIndexOf('|')).strip()).toList();
        }
    }

    /// @param call a call of the API with the days `{day 1}` and `{day 2}` and the beginning of ids `{ids}`
    /// @return the same with those of the rows
    public static String dated(String call) {
        return call.replace("{day 1}", FIRST_DAY.toString()).replace("{day 2}", FIRST_DAY.plusDays(1).toString())
                .replace("{ids}", IDS);
    }

    /// @return the first 48 bits of UUIDs of version 7 of a moment
    private static String ids(LocalDate day) {
        String ms = "%012x".formatted(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        return ms.substring(0, 8) + "-" + ms.substring(8);
    }

    private void insert(String into, String... values) {
        jdbc.execute("insert into " + into + " select " + String.join(", ", values) + " from " + numbers);
    }

    private void fill() {
        String id = "cast('" + IDS + "-7000-8000-' || lpad(cast(n as varchar), 12, '0') as uuid)";
        String at = BEGIN + " + n * interval '1' " + unit;
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
                flapping, suppressed_kind, suppressed_reason, squad_id)""",
                id, at, at, "'a', case n when 9 then 'a.rare' else 'a.b' end, 'sum', 1, 0, false, '[]', '{}', 0",
                "'ENDPOINT'",
                "case n when 9 then 'once' else 'often' end", "case n when 7 then 'MEDIUM' else 'CRITICAL' end",
                "case when n = 5 then 'ACKNOWLEDGED' when n < 40 then 'OPEN' else 'RESOLVED' end",
                "case when n < 40 then null else " + at + " end",
                "case when n < 40 then 'open ' || cast(n as varchar) end", "n = 5",
                "case when n = 6 then 'SILENCE' end", "case when n = 6 then 'for a test' end",
                "case n when 9 then 'rare' else 'ops' end");
        insert("""
                repair_task (id, type, priority, target_agents, payload, strategy, weak_point_id, subject_kind,
                subject_id, severity, squad_id, code, cycle_id, proposed_at, expires_at, content_hash, version, evidence, step,
                status)""",
                id, "'t', 'HIGH', '[\"DreamOps\"]', '{}', 's'", id,
                "case n when 7 then 'AGENT' else 'ENDPOINT' end, case n when 7 then 'once' else 'often' end",
                "case n when 8 then 'MEDIUM' else 'HIGH' end, case n when 9 then 'rare' else 'ops' end",
                "case n when 9 then 'a.rare' else 'a.b' end", id, at,
                "case when n = 6 then timestamp with time zone '2099-01-01 00:00:00Z' end",
                "'hash', 0, 'null', 't', case n when 5 then 'DEAD_LETTER' when 6 then 'PENDING_APPROVAL' else 'SUCCEEDED' end");
        insert("audit_entry (id, at, link, hash, actor, action, subject_type, subject_id, request_id)", id, at,
                "n, 'hash'",
                "case when n in (5, 6) then 'ann' when n = 9 then 'bob' else 'halo' end",
                "case when n in (5, 7) then 'agent.paused' when n = 8 then 'trigger.disabled' else 'task.proposed' end",
                "case when n in (5, 7) then 'agent' when n = 8 then 'trigger' else 'task' end",
                "'t-' || cast(n / 10 as varchar)", "case n when 9 then 'once' end");
        insert("""
                deploy (id, service, version, environment, deployed_at, recorded_at, recorded_by, source, subjects)""",
                id, "case when n in (5, 6) then 'once' else 'often' end",
                "case when n in (5, 7) then 'v1' else 'latest' end",
                "case when n in (6, 7) then 'test' else 'live' end", at, at, "'ann'",
                "case n when 8 then 'TAG' else 'API' end", "''");
        insert("silence (id, kind, matchers, comment, created_by, created_at, starts_at, ends_at)", id,
                "'SILENCE', '[\"subject=endpoint:none\"]', 'c', 'ann'", at,
                "case when n < 4 then timestamp with time zone '2099-01-01 00:00:00Z' else " + at + " end",
                "case when n < 3 then null when n = 3 then timestamp with time zone '2100-01-01 00:00:00Z' else " + at
                        + " end");
        insert("""
                standing_approval (id, type, subject_pattern, highest_severity, per_hour, reason, created_by, created_at,
                until_at)""",
                id, "'t', 'agent:*', 'HIGH', 1, 'r', 'ann'", at,
                "case when n < 3 then timestamp with time zone '2100-01-01 00:00:00Z' else " + at + " end");
        insert("strategy_stop (id, strategy, code, held_key, task_id, reason, stopped_at)", id,
                "'endpoint-check', 'c-' || cast(n as varchar)",
                "case when n < 3 then 'endpoint-check|' || cast(n as varchar) end", id, "'r'", at);
        insert("""
                cycle_request (id, trigger_name, mode, scope, requested_by, requested_at, status, cycle_id, failures,
                version)""", id, "'time', 'FULL', 'all', 'halo'", at, "'SERVED'", id, "0, 1");
        parts(id, at);
        events(id, at);
        memory();
        past(id, at);
        insights(id, at);
        subjects();
    }

    private void subjects() {
        String kind = "case n when 5 then 'GRAFT' else 'AGENT' end";
        String name = "'s' || lpad(cast(n as varchar), 12, '0')";
        String state = "case n when 6 then 'WEAK' when 7 then 'PAUSED' else 'UP' end";
        insert("""
                subject_state (kind, id, name, squad, labels, paused, registered, covered, blind, points, open_points,
                checked_ms, checks, state, since_ms)""", kind, name, "case n when 8 then 'Named' else 'agent' end",
                "case n when 9 then 'few' when 6 then 'few' else 'many' end", "'{}', false, true, false, '', '[]', 0",
                "n, 'u'", state, "n");
        insert("subject_label (name, label_value, kind, id, state)", "'team', case n when 7 then 'few' else 'many' end",
                kind,
                name, state);
    }

    private void insights(String id, String at) {
        String facts = "case n when 5 then 'rhythm' else 'recurrence' end, case n when 6 then 'LOW' else 'HIGH' end,"
                + " case n when 7 then 'OPEN' when 8 then 'DISMISSED' else 'ENDED' end";
        insert("insight (id, number, first_seen_at, last_seen_at, ended_at, sentence, body, heeded, pattern, severity, state)",
                id, "n", at, at, at, "'s', '{\"subjects\":[],\"evidence\":{},\"actions\":[]}', true", facts);
        for (String subject : List.of("''", "case n when 9 then 'once' else 'often' end")) {
            insert("insight_subject (insight_id, first_seen_at, kind, subject_id, pattern, severity, state)", id, at,
                    "case n when 9 then 'AGENT' else 'ENDPOINT' end", subject, facts);
        }
    }

    /// What belongs to weak points, tasks and deploys.
    private void parts(String id, String at) {
        insert("weak_point_event (weak_point_id, at, actor, kind, cycle_id, detail)", id, at, "'halo', 'opened'", id,
                "'d'");
        insert("""
                task_run (task_id, run, dispatched_at, idempotency_key, content_hash, channel, agent, outcome,
                finished_at, counted_in)""", id, "1", at, "'key', 'hash', 'pull'",
                "case n when 9 then 'rare' else 'ops' end",
                "'succeeded'", at + ", 1");
        insert("task_attempt (id, task_id, run, number, at, channel, target)", id, id, "1, 1", at, "'push', 't'");
        insert("deploy_look (id, deploy_id, after_ms, due_at, status)", id, id, "0", at, "'ASKED'");
    }

    /// What the memory keeps of a few subjects, and of tasks.
    private void past(String id, String at) {
        String ms = "%d + n * %d".formatted(FIRST_MS, unit.equals("second") ? 1_000 : 60_000);
        String subject = "'ENDPOINT', 'e' || lpad(cast(mod(n, 500) as varchar), 12, '0')";
        insert("memory_span (kind, id, analyzer, state, after_ms, at_ms, detail)", subject, "'a'",
                "case mod(n, 1000) when 0 then 'WEAK' else 'CLEAN' end", ms, ms, "''");
        insert("memory_level (kind, id, at_ms, response_ms)", subject, ms, "1");
        insert("memory_handover (kind, id, at_ms)", subject, ms);
        insert("memory_outcome (task_id, type, strategy, squad_id, agent, outcome, seconds, at_ms, counted)", id,
                "'t', 's', 'ops', 'ann', 'EFFECTIVE', 1", ms, "true");
        insert("""
                memory_repair (id, task_id, weak_point_id, decision, decided_at, repair, verdict, verdict_at, counted,
                outcome_no)""", id, id, id, "'APPROVED'", at, "'{}', 'EFFECTIVE'", at, "'{}', n");
        insert("memory_point (kind, id, epoch_day, point)", subject, "n, '{}'");
    }

    private void memory() {
        String kind = "case n when 5 then 'GRAFT' else 'ENDPOINT' end";
        String name = "'e' || lpad(cast(n as varchar), 12, '0')";
        insert("memory_entity (kind, id, since_ms, changed_ms, as_of_ms, reference)", kind, name, "n, n, n, 0");
        insert("memory_trait (kind, id, trait, trait_value, effective, hours, changed_ms)", kind, name,
                "case n when 6 then 'LATENCY' else 'RELIABILITY' end",
                "case n when 7 then 0.1 when 8 then 1 else 0.9 end", "1, 1, n");
    }

    private void events(String id, String at) {
        String kind = "case when n in (5, 6, 7) then n else 1 end";
        insert("""
                wormhole_event (id, event_key, kind, type, severity, direction, source_type, source, source_key, position,
                event_id, subjects, labels, time, received_at)""",
                id, id, kind,
                "case n when 5 then 'test.rare' else 'test.often' end",
                "case n when 6 then 'critical' else 'info' end", "case n when 7 then 'out' else 'in' end", "'squad'",
                "case n when 8 then '/once' else '/often' end",
                "case n when 8 then %d else %d end".formatted(hash("/once"), hash("/often")),
                // before all that come in and go out meanwhile
                "-n", "cast(n as varchar), '[]', '{}'", at, at);
        insert("wormhole_event_subject (subject_key, kind, event_id)",
                "case when n in (6, 9) then %d else %d end".formatted(hash("endpoint:once"), hash("endpoint:often")),
                kind, id);
    }

    private static void kinds(JdbcTemplate jdbc) {
        for (String row : List.of("1, 'in', 'test.often', 'info'", "5, 'in', 'test.rare', 'info'",
                "6, 'in', 'test.often', 'critical'", "7, 'out', 'test.often', 'info'")) {
            jdbc.execute(
                    "insert into wormhole_event_kind (source_type, id, direction, type, severity) values ('squad', "
                            + row + ")");
        }
    }

    /// As events are found by: the first 64 bits of SHA-256.
    private static long hash(String text) {
        try {
            return ByteBuffer
                    .wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
