package ink.dreamnet.halo.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the states of triggers. They are read afresh each time, so that a switch holds for all replicas at once.
@Component
class TriggerStates {

    private static final String SELECT = """
            select name, enabled, changed_at, changed_by, change_reason, fired_at, fired_why,
                   held_since, held_why, held_times
            from trigger_state""";

    private final JdbcClient jdbc;
    private final Set<String> present = ConcurrentHashMap.newKeySet();

    TriggerStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes sure that a trigger has a row to lock. Not to be called in a transaction: another replica may be first.
    void prepare(String name) {
        if (!present.add(name)) {
            return;
        }
        try {
            jdbc.sql("insert into trigger_state (name) select ? where not exists "
                    + "(select 1 from trigger_state where name = ?)").params(name, name).update();
        } catch (DuplicateKeyException another) {
            return;
        } catch (RuntimeException failed) {
            present.remove(name);
            throw failed;
        }
    }

    TriggerState lock(String name) {
        return jdbc.sql(SELECT + " where name = ? for update").param(name).query(TriggerStates::state).optional()
                .orElse(TriggerState.UNTOUCHED);
    }

    TriggerState of(String name) {
        return jdbc.sql(SELECT + " where name = ?").param(name).query(TriggerStates::state).optional()
                .orElse(TriggerState.UNTOUCHED);
    }

    Map<String, TriggerState> all() {
        Map<String, TriggerState> states = new HashMap<>();
        jdbc.sql(SELECT).query((row, number) -> states.put(row.getString("name"), state(row, number))).list();
        return states;
    }

    void fired(String name, Instant at, @Nullable String why) {
        jdbc.sql("update trigger_state set fired_at = ?, fired_why = ?, held_since = null, held_why = null, "
                + "held_times = 0 where name = ?").param(at.atOffset(ZoneOffset.UTC)).param(why).param(name).update();
    }

    void held(String name, Instant at, @Nullable String why) {
        jdbc.sql("update trigger_state set held_since = coalesce(held_since, ?), held_why = ?, "
                + "held_times = held_times + 1 where name = ?").param(at.atOffset(ZoneOffset.UTC)).param(why)
                .param(name).update();
    }

    void released(String name) {
        jdbc.sql("update trigger_state set held_since = null, held_why = null, held_times = 0 "
                + "where name = ? and held_since is not null").param(name).update();
    }

    void switched(String name, TriggerState.OperatorSwitch operatorSwitch) {
        Instant at = operatorSwitch.at();
        jdbc.sql(
                "update trigger_state set enabled = ?, changed_at = ?, changed_by = ?, change_reason = ? where name = ?")
                .param(operatorSwitch.enabled()).param(at == null ? null : at.atOffset(ZoneOffset.UTC))
                .param(operatorSwitch.by())
                .param(operatorSwitch.reason()).param(name).update();
    }

    private static TriggerState state(ResultSet row, int number) throws SQLException {
        Boolean enabled = row.getObject("enabled", Boolean.class);
        TriggerState.OperatorSwitch operatorSwitch = enabled == null
                ? null
                : new TriggerState.OperatorSwitch(enabled, instant(row, "changed_at"), row.getString("changed_by"),
                        row.getString("change_reason"));
        Instant heldSince = instant(row, "held_since");
        TriggerState.Held held = heldSince == null
                ? null
                : new TriggerState.Held(heldSince, row.getString("held_why"), row.getLong("held_times"));
        return new TriggerState(operatorSwitch, instant(row, "fired_at"), row.getString("fired_why"), held);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
