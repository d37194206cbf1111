package ink.dreamnet.halo.memory.effect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// What is derived from the ledger, in the database.
@Repository
class StoredEffects implements EffectStore {

    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    StoredEffects(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public Map<EffectKey, EffectCounts> effects() {
        Map<EffectKey, EffectCounts> all = new LinkedHashMap<>();
        jdbc.query("""
                select strategy, step, after_step, code, counts from memory_effect
                order by strategy, code, after_step, step""", row -> {
            all.put(key(row), json.readValue(row.getString(5), EffectCounts.class));
        });
        return all;
    }

    @Override
    @Nullable
    public EffectCounts effect(EffectKey key) {
        return jdbc.query("""
                select counts from memory_effect where strategy = ? and code = ? and step = ? and after_step = ?""",
                (row, number) -> json.readValue(row.getString(1), EffectCounts.class), key.strategy(), key.code(),
                key.step(), key.after()).stream().findFirst().orElse(null);
    }

    @Override
    public Map<StratumKey, Exits> strata() {
        Map<StratumKey, Exits> all = new HashMap<>();
        jdbc.query("select strategy, step, after_step, code, epoch, age, severity, exits from memory_stratum", row -> {
            all.put(new StratumKey(key(row), row.getInt(5),
                    new Stratum(row.getInt(6), Severity.valueOf(row.getString(7)))), Exits.parse(row.getString(8)));
        });
        return all;
    }

    @Override
    @Nullable
    public Exits stratum(StratumKey key) {
        return jdbc.query("""
                select exits from memory_stratum where strategy = ? and code = ? and step = ? and after_step = ?
                and epoch = ? and age = ? and severity = ?""", (row, number) -> Exits.parse(row.getString(1)),
                stratumParameters(key)).stream().findFirst().orElse(null);
    }

    @Override
    public Map<UUID, Map<CellKey, Cell>> cells(Collection<UUID> levels) {
        Map<UUID, Map<CellKey, Cell>> found = new HashMap<>();
        IdChunks.each(levels, (marks, ids) -> jdbc.query(
                "select cell, week, imported, successes, trials, harms from memory_cell where cell in (%s)"
                        .formatted(marks),
                row -> {
                    CellKey key = new CellKey(row.getObject(1, UUID.class), row.getInt(2), row.getBoolean(3));
                    found.computeIfAbsent(key.cell(), any -> new HashMap<>()).put(key,
                            new Cell(row.getInt(4), row.getInt(5), row.getInt(6)));
                }, ids));
        return found;
    }

    @Override
    public void writeEffects(Map<EffectKey, EffectCounts> changed) {
        changed.forEach((key, counts) -> {
            String text = json.writeValueAsString(counts);
            if (jdbc.update("""
                    update memory_effect set counts = ? where strategy = ? and code = ? and step = ?
                    and after_step = ?""", text, key.strategy(), key.code(), key.step(), key.after()) == 0) {
                jdbc.update(
                        "insert into memory_effect (strategy, step, after_step, code, counts) values (?, ?, ?, ?, ?)",
                        key.strategy(), key.step(), key.after(), key.code(), text);
            }
        });
    }

    @Override
    public void writeStrata(Map<StratumKey, Exits> changed) {
        changed.forEach((key, exits) -> {
            Object[] parameters = stratumParameters(key);
            if (exits.isEmpty()) {
                jdbc.update("""
                        delete from memory_stratum where strategy = ? and code = ? and step = ? and after_step = ?
                        and epoch = ? and age = ? and severity = ?""", parameters);
                return;
            }
            Object[] all = new Object[parameters.length + 1];
            all[0] = exits.text();
            System.arraycopy(parameters, 0, all, 1, parameters.length);
            if (jdbc.update("""
                    update memory_stratum set exits = ? where strategy = ? and code = ? and step = ? and after_step = ?
                    and epoch = ? and age = ? and severity = ?""", all) == 0) {
                jdbc.update("""
                        insert into memory_stratum (exits, strategy, code, step, after_step, epoch, age, severity)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""", all);
            }
        });
    }

    @Override
    public void writeCells(Map<CellKey, Cell> changes) {
        List<Map.Entry<CellKey, Cell>> all = changes.entrySet().stream()
                .filter(change -> !change.getValue().equals(Cell.NONE))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(CellKey::cell)
                        .thenComparing(CellKey::week).thenComparing(CellKey::imported)))
                .toList();
        int[][] updated = jdbc.batchUpdate("""
                update memory_cell set successes = successes + ?, trials = trials + ?, harms = harms + ?
                where cell = ? and week = ? and imported = ?""", all, BATCH, StoredEffects::bind);
        List<Map.Entry<CellKey, Cell>> absent = new ArrayList<>();
        int at = 0;
        for (int[] batch : updated) {
            for (int rows : batch) {
                if (rows == 0) {
                    absent.add(all.get(at));
                }
                at++;
            }
        }
        jdbc.batchUpdate("""
                insert into memory_cell (successes, trials, harms, cell, week, imported) values (?, ?, ?, ?, ?, ?)""",
                absent, BATCH, StoredEffects::bind);
    }

    private static void bind(PreparedStatement row, Map.Entry<CellKey, Cell> change) throws SQLException {
        row.setInt(1, change.getValue().successes());
        row.setInt(2, change.getValue().trials());
        row.setInt(3, change.getValue().harms());
        row.setObject(4, change.getKey().cell());
        row.setInt(5, change.getKey().week());
        row.setBoolean(6, change.getKey().imported());
    }

    @Override
    public void clear() {
        jdbc.update("delete from memory_effect");
        jdbc.update("delete from memory_stratum");
        jdbc.update("delete from memory_cell");
    }

    private static Object[] stratumParameters(StratumKey key) {
        return new Object[]{key.key().strategy(), key.key().code(), key.key().step(), key.key().after(), key.epoch(),
                key.stratum().age(), key.stratum().severity().name()};
    }

    private static EffectKey key(ResultSet row) throws SQLException {
        return new EffectKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }
}
