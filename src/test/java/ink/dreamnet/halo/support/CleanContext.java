package ink.dreamnet.halo.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.Scheduler;
import ink.dreamnet.halo.core.BackgroundLoop;
import ink.dreamnet.halo.core.encryption.EncryptedColumn;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;

/// Leaves nothing of one class of tests to the next that uses the same context: jobs end, the tables are as the migrations leave
/// them, and what is played, as the services of [DreamNet], does nothing.
///
/// What HALO holds in memory it holds by id, by revision or by time. Therefore revisions and positions of events go on, and so
/// does the [TestClock], which never goes back.
final class CleanContext implements TestExecutionListener {

    /// Tables of which HALO has rows in memory or made them at its start: jobs, sinks, triggers, kinds of events, what it asked DreamNet, and what only counts on.
    private static final Set<String> KEPT = Set.of("flyway_schema_history", "definition_revision", "wormhole_sequence",
            "wormhole_sink", "trigger_state", "scheduled_tasks", "dreamnet_halo", "wormhole_event_kind");
    /// Where secrets stand in clear without a key of encryption.
    private static final Set<String> IN_CLEAR = Stream.of(EncryptedColumn.values()).map(EncryptedColumn::toString)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> FIRST_ROWS = firstRows();
    private static final OffsetDateTime SOON = Instant.EPOCH.atOffset(ZoneOffset.UTC);
    private static final OffsetDateTime NEVER = OffsetDateTime.parse("9999-01-01T00:00:00Z");
    private static final Set<ApplicationContext> USED = Collections
            .synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    @Override
    public void beforeTestClass(TestContext test) {
        ApplicationContext context = test.getApplicationContext();
        Scheduler scheduler = context.getBean(Scheduler.class);
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        if (USED.add(context)) {
            rest(scheduler);
        } else {
            context.getBeansOfType(Resettable.class).values().forEach(Resettable::reset);
            // they work on what the tests before left, would hold locks of tables, and miss their first rows for a moment
            List<BackgroundLoop> loops = Stream.of("insightLoop", "subjectLoop", "auditSealer", "routerLoop")
                    .map(name -> context.getBean(name, BackgroundLoop.class)).toList();
            loops.forEach(BackgroundLoop::stop);
            rest(scheduler);
            clean(jdbc);
            loops.forEach(BackgroundLoop::start);
        }
        RunsJobs jobs = AnnotatedElementUtils.findMergedAnnotation(test.getTestClass(), RunsJobs.class);
        schedule(jdbc, jobs == null ? new String[0] : jobs.value());
        scheduler.resume();
    }

    /// Has the context rest until another class uses it: its scheduler would ask for jobs ten times a second. Fails the class that left a
    /// secret in clear: in a column that is not documented to have some, or in the tag of a meter.
    @Override
    public void afterTestClass(TestContext test) {
        if (!test.hasApplicationContext()) {
            return;
        }
        ApplicationContext context = test.getApplicationContext();
        context.getBean(Scheduler.class).pause();
        Map<String, String> columns = SecretColumns.in(context.getBean(JdbcTemplate.class));
        if (!context.getEnvironment().containsProperty("halo.security.encryption.key")) {
            columns.keySet().removeAll(IN_CLEAR);
        }
        assertThat(columns).as("columns with secrets in clear").isEmpty();
        for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
            SecretScan.note("a meter", meter.getId().toString());
        }
    }

    /// Has no recurring job run by itself but these: their schedule goes by the time of the database, which no test moves, and one would run
    /// between two steps of a test, seldom on a fast machine.
    private static void schedule(JdbcTemplate jdbc, String... jobs) {
        String when = "update scheduled_tasks set execution_time = ?, version = version + 1 where task_instance = 'recurring' and task_name ";
        jdbc.update(when + "<> ?", NEVER, "halo-time-trigger");
        for (String job : jobs) {
            assertThat(jdbc.update(when + "= ?", SOON, job)).as("recurring jobs named %s", job).isOne();
        }
    }

    private static void rest(Scheduler scheduler) {
        scheduler.pause();
        Awaitility.await("the last jobs of the tests before").atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10)).until(() -> scheduler.getCurrentlyExecuting().isEmpty());
    }

    private static void clean(JdbcTemplate jdbc) {
        List<@Nullable String> tables = jdbc.queryForList("""
                select lower(table_name) from information_schema.tables
                where lower(table_schema) = 'public' and table_type = 'BASE TABLE'""", String.class).stream()
                .filter(table -> !KEPT.contains(table)).toList();
        if (TestDatabase.isH2(jdbc)) {
            jdbc.execute("set referential_integrity false");
            tables.forEach(table -> jdbc.execute("truncate table " + table));
            jdbc.execute("set referential_integrity true");
        } else {
            jdbc.execute("truncate table " + String.join(", ", tables));
        }
        FIRST_ROWS.forEach(jdbc::execute);
        jdbc.update("update definition_revision set revision = revision + 1");
        jdbc.update("""
                update trigger_state set enabled = null, changed_at = null, changed_by = null, change_reason = null,
                fired_at = null, fired_why = null, held_since = null, held_why = null, held_times = 0""");
        jdbc.update("delete from scheduled_tasks where task_instance <> 'recurring'");
    }

    /// @return the statements of the baseline that give tables their first rows
    private static List<String> firstRows() {
        try {
            String baseline = new ClassPathResource("db/halo/common/V1_0__baseline.sql")
                    .getContentAsString(StandardCharsets.UTF_8);
            return Pattern.compile("(?ms)^insert into (\\w+) .*?;").matcher(baseline).results()
                    .filter(insert -> !KEPT.contains(insert.group(1))).map(MatchResult::group).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
