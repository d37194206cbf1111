package ink.dreamnet.halo.resonance.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of how far insights are computed: the cycles, the numbers of subjects, and the state.
@Repository
class ResonanceStore {

    private static final int BATCH = 1000;
    private static final String STATE = "select processed_ms, patterns, subject_groups from resonance_state where id = 1";
    private static final TypeReference<List<Value>> VALUES = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    ResonanceStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// How far insights are computed.
    ///
    /// @param processedMs the last cycle, in ms since 1970; 0 before the first
    /// @param patterns the state of the error rate, as JSON; null before the first
    /// @param groups who falls with whom, as JSON; null before the first
    record State(long processedMs, @Nullable String patterns, @Nullable String groups) {
    }

    /// A value of a metric that a cycle knew of a subject; as [ink.dreamnet.halo.resonance.timeline.Measure].
    record Value(SubjectRef subject, String metric, double value, double limit) {
    }

    State state() {
        return Objects.requireNonNull(jdbc.queryForObject(STATE, (row, number) -> new State(row.getLong(1),
                row.getString(2), row.getString(3))));
    }

    /// @return the state; nobody else changes it until the end of the transaction
    State lock() {
        return Objects.requireNonNull(jdbc.queryForObject(STATE + " for update", (row, number) -> new State(
                row.getLong(1), row.getString(2), row.getString(3))));
    }

    /// @return the last cycle of which insights are computed, in ms since 1970; 0 before the first
    long processedMs() {
        Long processed = jdbc.queryForObject("select processed_ms from resonance_state where id = 1", Long.class);
        return processed == null ? 0 : processed;
    }

    void save(State state) {
        jdbc.update("update resonance_state set processed_ms = ?, patterns = ?, subject_groups = ? where id = 1",
                state.processedMs(), state.patterns(), state.groups());
    }

    /// Notes that a cycle is recorded.
    void add(long atMs, List<Value> values) {
        jdbc.update("insert into resonance_cycle (at_ms, measures) values (?, ?)", atMs,
                values.isEmpty() ? null : json.writeValueAsString(values));
    }

    /// @return when the cycles after a time, up to another one, observed, in ms since 1970
    List<Long> cyclesMs(long afterMs, long untilMs) {
        return jdbc.query("select at_ms from resonance_cycle where at_ms > ? and at_ms <= ?",
                (row, number) -> row.getLong(1), afterMs, untilMs);
    }

    /// @return the cycles after a time, up to another one, with the values that they knew
    TreeMap<Long, List<Value>> cycles(long afterMs, long untilMs) {
        TreeMap<Long, List<Value>> cycles = new TreeMap<>();
        jdbc.query("select at_ms, measures from resonance_cycle where at_ms > ? and at_ms <= ?", row -> {
            String values = row.getString(2);
            cycles.put(row.getLong(1), values == null ? List.of() : json.readValue(values, VALUES));
        }, afterMs, untilMs);
        return cycles;
    }

    /// @return the first cycle after a time, in ms since 1970; null where there is none
    @Nullable
    Long next(long afterMs) {
        return jdbc.queryForObject("select min(at_ms) from resonance_cycle where at_ms > ?", Long.class, afterMs);
    }

    void removeBefore(long atMs) {
        jdbc.update("delete from resonance_cycle where at_ms < ?", atMs);
    }

    /// @return the subjects by their numbers
    List<SubjectRef> subjects() {
        return jdbc.query("select kind, id from resonance_subject order by number", (row, number) -> new SubjectRef(
                SubjectKind.valueOf(row.getString(1)), row.getString(2)));
    }

    /// @return how many subjects have a number
    int countSubjects() {
        Integer last = jdbc.queryForObject("select max(number) from resonance_subject", Integer.class);
        return last == null ? 0 : last + 1;
    }

    /// @param first the number of the first of them
    void addSubjects(int first, List<SubjectRef> subjects) {
        List<Map.Entry<Integer, SubjectRef>> rows = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            rows.add(Map.entry(first + i, subjects.get(i)));
        }
        jdbc.batchUpdate("insert into resonance_subject (number, kind, id) values (?, ?, ?)", rows, BATCH,
                (row, one) -> {
                    row.setInt(1, one.getKey());
                    row.setString(2, one.getValue().kind().name());
                    row.setString(3, one.getValue().id());
                });
    }
}
