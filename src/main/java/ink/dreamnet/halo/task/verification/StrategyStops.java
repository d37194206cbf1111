package ink.dreamnet.halo.task.verification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.masking.MaskedText;
import ink.dreamnet.halo.task.DispatchSignal;
import ink.dreamnet.halo.task.RepairTask;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Stores which strategies are stopped for which kind of weak point. A stop blocks what was proposed before as well, on
/// every road to a dispatch.
@Service
@NamedInterface("verification")
public class StrategyStops implements Stops {

    private static final String COLUMNS = """
            select id, strategy, code, task_id, reason, stopped_at, released_at, released_by, comment
            from strategy_stop
            """;

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final DispatchSignal signal;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    StrategyStops(JdbcClient jdbc, AuditTrail audit, DispatchSignal signal, ApplicationEventPublisher publisher,
            Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.signal = signal;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public List<StrategyStop> active() {
        return jdbc.sql(COLUMNS + "where held_key > ''").query(StrategyStops::read).stream()
                .sorted(Comparator.comparing(StrategyStop::id).reversed()).toList();
    }

    /// @return up to 200 stops of a strategy, those that were released included, the latest first
    @Transactional(readOnly = true)
    public List<StrategyStop> of(String strategy) {
        return jdbc.sql(COLUMNS + "where strategy = ? order by strategy desc, id desc limit 200").param(strategy)
                .query(StrategyStops::read).list();
    }

    /// @return the stop that keeps a strategy from repairing a kind of weak point; empty where none does
    public Optional<StrategyStop> activeFor(String strategy, @Nullable String code) {
        return code == null
                ? Optional.empty()
                : jdbc.sql(COLUMNS + "where held_key = ?").param(key(strategy, code)).query(StrategyStops::read)
                        .optional();
    }

    @Override
    public void stop(RepairTask task, String reason) {
        String code = task.code();
        if (code == null || activeFor(task.strategy(), code).isPresent()) {
            return;
        }
        String masked = Objects.requireNonNullElse(MaskedText.of(reason), "");
        StrategyStop stop = new StrategyStop(Ids.next(), task.strategy(), code, task.id(), masked, clock.instant(),
                null, null, null);
        jdbc.sql("""
                insert into strategy_stop (id, strategy, code, held_key, task_id, reason, stopped_at)
                values (?, ?, ?, ?, ?, ?, ?)""").params(stop.id(), stop.strategy(), code, key(stop.strategy(), code),
                stop.taskId(), masked, stop.stoppedAt().atOffset(ZoneOffset.UTC)).update();
        audit.record(Actor.HALO, new Change("strategy.stopped", "strategy", task.strategy(), null, "stopped",
                "for %s: %s".formatted(code, masked)));
        publisher.publishEvent(new StrategyStopped(stop, task.subject()));
    }

    /// Lets a strategy repair a kind of weak point again. What it blocked goes on.
    ///
    /// @param comment the operator's comment, at most 2,000 characters; null for none
    /// @throws ConflictException where it is not stopped for that
    @Transactional
    public StrategyStop release(String strategy, String code, @Nullable String comment, Actor actor) {
        Instant now = clock.instant();
        int released = jdbc.sql("""
                update strategy_stop set held_key = null, released_at = ?, released_by = ?, comment = ?
                where held_key = ?""").param(now.atOffset(ZoneOffset.UTC)).param(actor.name()).param(comment)
                .param(key(strategy, code)).update();
        if (released == 0) {
            throw new ConflictException("Strategy %s is not stopped for %s".formatted(strategy, code));
        }
        audit.record(actor, new Change("strategy.released", "strategy", strategy, "stopped", null,
                "for %s%s".formatted(code, comment == null ? "" : ": " + comment)));
        signal.roomAppeared();
        return jdbc.sql(COLUMNS + "where strategy = ? and code = ? order by id desc limit 1").params(strategy, code)
                .query(StrategyStops::read).single();
    }

    private static String key(String strategy, String code) {
        return strategy + "|" + code;
    }

    private static StrategyStop read(ResultSet row, int number) throws SQLException {
        return new StrategyStop(row.getObject("id", UUID.class), row.getString("strategy"), row.getString("code"),
                row.getObject("task_id", UUID.class), row.getString("reason"), time(row, "stopped_at"),
                row.getObject("released_at") == null ? null : time(row, "released_at"), row.getString("released_by"),
                row.getString("comment"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
