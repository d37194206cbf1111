package ink.dreamnet.halo.resonance.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NewestFirst;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.resonance.Insight;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The rows of insights. Every caller is in a transaction.
@Repository
class InsightStore {

    private static final int MAX_SENTENCE = 2000;
    private static final String COLUMNS = "id, pattern, severity, state, sentence, body, first_seen_at, last_seen_at, ended_at, dismissed_by, dismissed_at, dismissal";
    private static final String SELECT = "select " + COLUMNS + " from insight";
    /// Stands for all subjects of a kind.
    private static final String ANY = "";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    InsightStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private record Body(List<SubjectRef> subjects, Map<String, Object> evidence, List<String> actions) {

        static Body of(Insight insight) {
            return new Body(insight.subjects(), insight.evidence(), insight.suggestedActions());
        }
    }

    /// @param number its number in the order of raising; each once
    void add(long number, Insight insight) {
        jdbc.update(
                """
                        insert into insight (id, number, pattern, severity, state, sentence, body, first_seen_at, last_seen_at, heeded)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, true)""",
                insight.id(), number, insight.pattern(),
                insight.severity().name(), insight.state().name(), sentence(insight),
                json.writeValueAsString(Body.of(insight)), utc(insight.firstSeenAt()), utc(insight.lastSeenAt()));
        addSubjects(insight);
    }

    /// Replaces what was known of an insight, but not what an operator decided.
    void update(Insight insight) {
        jdbc.update("update insight set severity = ?, sentence = ?, body = ?, last_seen_at = ? where id = ?",
                insight.severity().name(), sentence(insight), json.writeValueAsString(Body.of(insight)),
                utc(insight.lastSeenAt()), insight.id());
        jdbc.update("delete from insight_subject where insight_id = ?", insight.id());
        addSubjects(insight);
    }

    private static String sentence(Insight insight) {
        return Texts.shortened(insight.sentence(), MAX_SENTENCE);
    }

    private void addSubjects(Insight insight) {
        record Row(SubjectKind kind, String id) {
        }
        Set<Row> rows = new LinkedHashSet<>();
        insight.subjects().forEach(subject -> {
            rows.add(new Row(subject.kind(), ANY));
            rows.add(new Row(subject.kind(), subject.id()));
        });
        jdbc.batchUpdate("""
                insert into insight_subject (insight_id, kind, subject_id, state, severity, pattern, first_seen_at)
                values (?, ?, ?, ?, ?, ?, ?)""", rows, rows.size(), (row, one) -> {
            row.setObject(1, insight.id());
            row.setString(2, one.kind().name());
            row.setString(3, one.id());
            row.setString(4, insight.state().name());
            row.setString(5, insight.severity().name());
            row.setString(6, insight.pattern());
            row.setObject(7, utc(insight.firstSeenAt()));
        });
    }

    /// Notes that the evidence of insights is gone; those that were dismissed stay so.
    void end(Collection<Long> numbers, Instant at) {
        IdChunks.each(numbers, (marks, some) -> {
            List<Object> values = new ArrayList<>(List.of(utc(at)));
            values.addAll(List.of(some));
            jdbc.update("update insight set ended_at = ?, heeded = true where number in (" + marks + ")",
                    values.toArray());
            jdbc.update("update insight set state = 'ENDED' where state = 'OPEN' and number in (" + marks + ")", some);
            jdbc.update("""
                    update insight_subject set state = 'ENDED' where state = 'OPEN'
                    and insight_id in (select id from insight where number in (%s))""".formatted(marks), some);
        });
    }

    void dismiss(UUID id, Insight.Dismissal dismissed) {
        jdbc.update(
                """
                        update insight set state = 'DISMISSED', dismissed_by = ?, dismissed_at = ?, dismissal = ?, heeded = false
                        where id = ?""",
                dismissed.by(), utc(dismissed.at()), dismissed.reason(), id);
        jdbc.update("update insight_subject set state = 'DISMISSED' where insight_id = ?", id);
    }

    /// @return the numbers of those that were dismissed since this was asked last, in their order
    List<Long> takeDismissed() {
        List<Long> numbers = jdbc.query("select number from insight where heeded = false order by number for update",
                (row, number) -> row.getLong(1));
        IdChunks.each(numbers, (marks, some) -> jdbc.update(
                "update insight set heeded = true where number in (" + marks + ")", some));
        return numbers;
    }

    Optional<Insight> find(UUID id) {
        return jdbc.query(SELECT + " where id = ?", (row, number) -> insight(row), id).stream().findFirst();
    }

    /// @return it, which nobody else changes until the end of the transaction
    Optional<Insight> lock(UUID id) {
        return jdbc.query(SELECT + " where id = ? for update", (row, number) -> insight(row), id).stream()
                .findFirst();
    }

    /// @return some insights by their numbers
    Map<Long, Insight> byNumber(Collection<Long> numbers) {
        Map<Long, Insight> found = new HashMap<>();
        IdChunks.each(numbers, (marks, some) -> jdbc.query(
                "select " + COLUMNS + ", number from insight where number in (" + marks + ")", row -> {
                    found.put(row.getLong("number"), insight(row));
                }, some));
        return found;
    }

    /// @return a page, the newest first
    /// @throws InvalidInputException where the page begins at something that is no insight
    Page<Insight> page(InsightQuery query, PageQuery page) {
        boolean bySubject = query.subject() != null || query.kind() != null;
        NewestFirst newest = bySubject
                ? newest("insight_id, first_seen_at", "insight_subject", "insight_id", query, page)
                : newest(COLUMNS, "insight", "id", query, page);
        if (newest.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        List<Insight> found = bySubject
                ? inOrder(jdbc.query(newest.sql(), (row, number) -> row.getObject(1, UUID.class), newest.values()))
                : jdbc.query(newest.sql(), (row, number) -> insight(row), newest.values());
        return Page.of(found, page, insight -> insight.id().toString());
    }

    private NewestFirst newest(String columns, String table, String id, InsightQuery query, PageQuery page) {
        NewestFirst newest = new NewestFirst(columns, table, page.limit() + 1, "first_seen_at", id);
        if (query.since() != null) {
            newest.where("first_seen_at >= ?", utc(query.since()));
        }
        UUID before = page.beforeId();
        if (before != null) {
            OffsetDateTime last = find(before).map(insight -> utc(insight.firstSeenAt()))
                    .orElseThrow(() -> new InvalidInputException("before",
                            "there is no insight '%s' any more; leave it out to begin anew".formatted(before)));
            newest.where("first_seen_at <= ? and (first_seen_at < ? or " + id + " < ?)", last, last, before);
        }
        SubjectRef subject = query.subject();
        if (subject != null && query.kind() != null && query.kind() != subject.kind()) {
            return newest;
        }
        for (Insight.State state : query.states()) {
            for (Severity severity : query.severities()) {
                Map<String, Object> keys = new LinkedHashMap<>();
                if (subject != null) {
                    keys.put("subject_id", subject.id());
                    keys.put("kind", subject.kind().name());
                } else if (query.kind() != null) {
                    keys.put("subject_id", ANY);
                    keys.put("kind", query.kind().name());
                }
                keys.put("state", state.name());
                keys.put("severity", severity.name());
                if (query.pattern() != null) {
                    keys.put("pattern", query.pattern());
                }
                newest.walk(keys);
            }
        }
        return newest;
    }

    private List<Insight> inOrder(List<UUID> ids) {
        Map<UUID, Insight> found = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query(SELECT + " where id in (" + marks + ")", row -> {
            Insight insight = insight(row);
            found.put(insight.id(), insight);
        }, some));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private Insight insight(ResultSet row) throws SQLException {
        Body body = json.readValue(row.getString("body"), Body.class);
        String by = row.getString("dismissed_by");
        return new Insight(row.getObject("id", UUID.class), row.getString("pattern"), row.getString("sentence"),
                body.subjects(), body.evidence(), Severity.valueOf(row.getString("severity")), body.actions(),
                at(row, "first_seen_at"), at(row, "last_seen_at"), Insight.State.valueOf(row.getString("state")),
                row.getObject("ended_at") == null ? null : at(row, "ended_at"), by == null
                        ? null
                        : new Insight.Dismissal(by, at(row, "dismissed_at"), row.getString("dismissal")));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
