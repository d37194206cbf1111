package ink.dreamnet.halo.memory.trait;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// The last span of each subject and analyzer, so that what is known now costs as much to read as there are subjects, however long
/// their past is. Every caller is in a transaction.
@Repository
class WatchStore {

    /// How many subjects one statement walks back.
    private static final int WALKS = 100;

    private final JdbcTemplate jdbc;

    WatchStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @return all that is known now; reads every subject
    Known known(RecordStore.Version version) {
        Map<String, Long> looks = new HashMap<>();
        Map<String, Long> oldest = new HashMap<>();
        jdbc.query("select analyzer, ran_ms, oldest_ms from memory_look", row -> {
            looks.put(row.getString(1), row.getLong(2));
            oldest.put(row.getString(1), row.getLong(3));
        });
        Map<String, Long> open = new HashMap<>();
        jdbc.query("select analyzer, found_ms from memory_gap where until_ms is null", row -> {
            open.put(row.getString(1), row.getLong(2));
        });
        Map<String, Map<SubjectRef, Watch>> watches = new HashMap<>();
        each(span -> watches.computeIfAbsent(span.analyzer(), _ -> new HashMap<>())
                .put(span.entity().subject(), watch(span, oldest.getOrDefault(span.analyzer(), 0L))));
        return new Known(version.version(), version.lastCycleMs(), watches, looks, open, latencies());
    }

    private static Watch watch(Span span, long oldestMs) {
        Long after = span.afterMs();
        // only its own cycle knows when it was observed last; at the latest known look of all it was
        long looked = span.state().known() ? Math.max(span.atMs(), oldestMs) : after == null ? 0 : after;
        return new Watch(span.state(), span.atMs(), looked, span.lasted());
    }

    private Map<SubjectRef, Latencies> latencies() {
        Map<SubjectRef, Latencies> latencies = new HashMap<>();
        jdbc.query(
                """
                        select w.kind, w.id, (select l.response_ms from memory_level l where l.id = w.id and l.kind = w.kind
                        order by l.id desc, l.kind desc, l.at_ms desc limit 1) from (select distinct id, kind from memory_watch) w""",
                row -> {
                    double responseMs = row.getDouble(3);
                    if (!row.wasNull()) {
                        latencies.put(new SubjectRef(SubjectKind.valueOf(row.getString(1)), row.getString(2)),
                                new Latencies(responseMs, new double[0]));
                    }
                });
        return latencies;
    }

    private void each(Consumer<Span> each) {
        SpanRows.each(jdbc, "from memory_watch", each);
    }

    /// Takes over the spans that a cycle adds, at most one of each subject and analyzer.
    void write(List<Span> spans) {
        int[][] updated = jdbc.batchUpdate(
                """
                        update memory_watch set kind = ?, id = ?, analyzer = ?, state = ?, after_ms = ?, at_ms = ?, repaired = ?,
                        detail = ? where id = ? and kind = ? and analyzer = ?""",
                spans, SpanRows.BATCH, (row, span) -> {
                    SpanRows.bind(row, span);
                    row.setString(9, span.entity().id());
                    row.setString(10, span.entity().kind().name());
                    row.setString(11, span.analyzer());
                });
        int[] counts = Stream.of(updated).flatMapToInt(Arrays::stream).toArray();
        List<Span> fresh = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                fresh.add(spans.get(i));
            }
        }
        SpanRows.insert(jdbc, "memory_watch", fresh);
    }

    /// Reads the last state of each subject and analyzer that began before a time. Those that have changed since are walked back,
    /// so that it costs as much as there are subjects and changes since then.
    void lastBefore(long fromMs, Consumer<Span> each) {
        List<Span> changed = new ArrayList<>();
        each(span -> {
            if (span.atMs() < fromMs) {
                each.accept(span);
            } else {
                changed.add(span);
            }
        });
        for (int from = 0; from < changed.size(); from += WALKS) {
            List<Span> some = changed.subList(from, Math.min(changed.size(), from + WALKS));
            String walks = String.join(" union all ", Collections.nCopies(some.size(), """
                    (select %s from memory_span where kind = ? and id = ? and analyzer = ? and at_ms < ?
                    order by id desc, kind desc, seq desc limit 1)""".formatted(SpanRows.COLUMNS)));
            jdbc.query(walks, row -> {
                each.accept(SpanRows.read(row));
            }, some.stream().flatMap(span -> Stream.of(span.entity().kind().name(), span.entity().id(),
                    span.analyzer(), fromMs)).toArray());
        }
    }
}
