package ink.dreamnet.halo.memory.trait;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Spans as rows of `memory_span` and `memory_watch`, which have the same columns.
final class SpanRows {

    static final String COLUMNS = "kind, id, analyzer, state, after_ms, at_ms, repaired, detail";
    /// How many rows are written at once.
    static final int BATCH = 1000;
    /// How many rows are in memory at once where many are read.
    private static final int FETCH = 5000;

    private SpanRows() {
    }

    /// @param row begins with [#COLUMNS]
    static Span read(ResultSet row) throws SQLException {
        boolean repaired = row.getBoolean(7);
        Boolean repairedOrNull = row.wasNull() ? null : repaired;
        return new Span(row.getString(3), new Entity(EntityKind.valueOf(row.getString(1)), row.getString(2)),
                EntityState.valueOf(row.getString(4)), orNull(row, 5), row.getLong(6), repairedOrNull,
                row.getString(8));
    }

    /// Binds the values of [#COLUMNS].
    static void bind(PreparedStatement row, Span span) throws SQLException {
        RecordStore.bind(row, span.entity());
        row.setString(3, span.analyzer());
        row.setString(4, span.state().name());
        row.setObject(5, span.afterMs(), Types.BIGINT);
        row.setLong(6, span.atMs());
        row.setObject(7, span.repaired(), Types.BOOLEAN);
        row.setString(8, span.detail());
    }

    /// Adds rows to one of the tables.
    static void insert(JdbcTemplate jdbc, String table, List<Span> spans) {
        jdbc.batchUpdate("insert into %s (%s) values (?, ?, ?, ?, ?, ?, ?, ?)".formatted(table, COLUMNS), spans, BATCH,
                SpanRows::bind);
    }

    /// Reads many spans, without holding them all in memory.
    ///
    /// @param from the rest of the statement after the columns
    static void each(JdbcTemplate jdbc, String from, Consumer<Span> each, Object... values) {
        JdbcClient.create(jdbc).sql("select " + COLUMNS + " " + from).withFetchSize(FETCH).params(values).query(row -> {
            each.accept(read(row));
        });
    }

    static @Nullable Long orNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
