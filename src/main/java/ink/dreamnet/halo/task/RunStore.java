package ink.dreamnet.halo.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The ledger of what went through the gate, and of every send. Every caller is in a transaction.
@Repository
public class RunStore {

    private static final int MAX_MESSAGE = 2000;
    private static final int MAX_LINES = 200;
    private static final int MAX_LINE = 500;
    private static final int MAX_AGENT = 200;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final TaskOutcomes outcomes;

    RunStore(JdbcClient jdbc, JsonMapper json, TaskOutcomes outcomes) {
        this.jdbc = jdbc;
        this.json = json;
        this.outcomes = outcomes;
    }

    /// How a run ended.
    ///
    /// @param run its number
    /// @param outcome `succeeded` or `failed`; null while it goes on
    public record Ended(int run, @Nullable String outcome) {
    }

    public void start(RepairTask task, Instant now, @Nullable UUID lease, @Nullable String agent) {
        UUID standing = task.approvals().stream().map(Approval::standingId).filter(id -> id != null).findFirst()
                .orElse(null);
        jdbc.sql("""
                insert into task_run (task_id, run, dispatched_at, idempotency_key, content_hash, channel, target,
                standing_id, agent, lease_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(task.id(), task.execution().runs(), now.atOffset(ZoneOffset.UTC), Execution.keyOf(task.id()),
                        task.contentHash())
                .param(task.execution().channel()).param(task.execution().target()).param(standing).param(agent)
                .param(lease)
                .update();
    }

    public void end(UUID task, int run, String outcome, @Nullable String message, @Nullable Map<String, Object> data,
            Instant now) {
        if (outcome(task, run).isPresent()) {
            outcomes.takeBack(task, run);
        }
        jdbc.sql("""
                update task_run set outcome = ?, message = ?, data = ?, finished_at = ?
                where task_id = ? and run = ?""")
                .param(outcome).param(Texts.abbreviate(message, MAX_MESSAGE))
                .param(data == null ? null : json.writeValueAsString(data))
                .params(now.atOffset(ZoneOffset.UTC), task, run)
                .update();
    }

    /// Keeps what a target says about a run.
    ///
    /// @param agent who did it; null where the target does not say
    /// @param lines its log, oldest first; the last 200 are kept, each cut at 500 characters
    public void report(UUID task, int run, @Nullable String agent, List<String> lines) {
        List<String> kept = lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()).stream()
                .map(line -> Texts.shortened(line, MAX_LINE)).toList();
        jdbc.sql("update task_run set agent = coalesce(?, agent), log = ? where task_id = ? and run = ?")
                .param(Texts.abbreviate(agent, MAX_AGENT)).param(kept.isEmpty() ? null : json.writeValueAsString(kept))
                .params(task, run).update();
    }

    /// @return the log of a task as its targets wrote it, the earliest run first
    List<LogLine> log(UUID task) {
        return jdbc.sql("select run, log from task_run where task_id = ? and log is not null order by run").param(task)
                .query((row, number) -> {
                    int run = row.getInt("run");
                    return Arrays.stream(json.readValue(row.getString("log"), String[].class))
                            .map(line -> new LogLine(run, line)).toList();
                }).stream().flatMap(List::stream).toList();
    }

    /// @return the run that a lease belongs to
    public Optional<Ended> ofLease(UUID task, UUID lease) {
        return jdbc.sql("select run, outcome from task_run where task_id = ? and lease_id = ?")
                .params(task, lease).query(RunStore::ended).optional();
    }

    /// @return how a run ended; empty where it goes on, or there was none
    public Optional<String> outcome(UUID task, int run) {
        return jdbc.sql("select outcome from task_run where task_id = ? and run = ? and outcome is not null")
                .params(task, run).query(String.class).optional();
    }

    /// @return the latest run of a task
    public Optional<Ended> latest(UUID task) {
        return jdbc.sql("select run, outcome from task_run where task_id = ? order by run desc limit 1")
                .param(task).query(RunStore::ended).optional();
    }

    /// @return when each of some tasks first went through the gate
    public Map<UUID, Instant> firstDispatches(Collection<UUID> tasks) {
        Map<UUID, Instant> first = new HashMap<>();
        if (!tasks.isEmpty()) {
            jdbc.sql(
                    "select task_id, min(dispatched_at) as first from task_run where task_id in (:ids) group by task_id")
                    .param("ids", tasks).query(row -> {
                        first.put(row.getObject("task_id", UUID.class),
                                row.getObject("first", OffsetDateTime.class).toInstant());
                    });
        }
        return first;
    }

    private static Ended ended(ResultSet row, int number) throws SQLException {
        return new Ended(row.getInt("run"), row.getString("outcome"));
    }

    /// Notes that a send begins.
    public UUID attempt(RepairTask task, String target, Instant now) {
        UUID id = Ids.next();
        jdbc.sql(
                """
                        insert into task_attempt (id, task_id, run, number, at, channel, target) values (?, ?, ?, ?, ?, ?, ?)""")
                .params(id, task.id(), task.execution().runs(), task.execution().deliveries(),
                        now.atOffset(ZoneOffset.UTC))
                .param(task.execution().channel()).param(Texts.abbreviate(target, 500))
                .update();
        return id;
    }

    public void answered(UUID attempt, @Nullable Integer status, @Nullable String error, @Nullable Instant nextAt) {
        jdbc.sql("update task_attempt set http_status = ?, error = ?, next_at = ? where id = ?")
                .param(status).param(Texts.abbreviate(error, 500))
                .param(nextAt == null ? null : nextAt.atOffset(ZoneOffset.UTC)).param(attempt)
                .update();
    }

    /// @return the sends of a task, oldest first, at most its last 200
    List<Attempt> attempts(UUID task) {
        return jdbc.sql("""
                select * from (select * from task_attempt where task_id = ?
                    order by run desc, number desc, id desc limit 200) latest
                order by run, number, id""").param(task).query((row, number) -> {
            int status = row.getInt("http_status");
            Integer httpStatus = row.wasNull() ? null : status;
            OffsetDateTime next = row.getObject("next_at", OffsetDateTime.class);
            return new Attempt(row.getObject("at", OffsetDateTime.class).toInstant(), row.getInt("run"),
                    row.getInt("number"), row.getString("channel"), row.getString("target"), httpStatus,
                    row.getString("error"), next == null ? null : next.toInstant());
        }).list();
    }
}
