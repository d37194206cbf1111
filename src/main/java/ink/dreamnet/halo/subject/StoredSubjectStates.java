package ink.dreamnet.halo.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.core.Texts;
import ink.dreamnet.halo.core.Wire;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Tells how subjects are by their rows. A page walks an index for each state and kind that has subjects, the worst first, and stops where it
/// is full; only a text is looked for in all that the other filters leave.
@Component
@Transactional(readOnly = true)
class StoredSubjectStates implements SubjectStates {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> RESULT = new TypeReference<>() {
    };

    private static final int MOST_LABELS = 50;
    /// How many of a label are looked at at a time.
    private static final int SOME = 200;

    private final JdbcTemplate jdbc;
    private final SubjectTable table;

    StoredSubjectStates(JdbcTemplate jdbc, SubjectTable table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    @Override
    public Page<SubjectView> find(SubjectQuery query, PageQuery page) {
        Place after = Place.of(page.before());
        Map<SubjectKind, Map<SubjectState, Long>> counts = counts().byKind();
        List<SubjectView> found = new ArrayList<>();
        for (SubjectState state : SubjectState.values()) {
            for (SubjectKind kind : SubjectKind.values()) {
                int wanted = page.limit() + 1 - found.size();
                boolean begun = after == null || after.before(state, kind) || after.at(state, kind);
                if (wanted > 0 && begun && query.wants(state, kind)
                        && counts.getOrDefault(kind, Map.of()).containsKey(state)) {
                    String from = after != null && after.at(state, kind) ? after.subject().id() : "";
                    found.addAll(walk(query, state, kind, from, wanted));
                }
            }
        }
        return Page.of(found, page, Place::of);
    }

    /// The last subject of a page.
    private record Place(SubjectState state, SubjectRef subject) {

        static @Nullable Place of(@Nullable String before) {
            if (before == null) {
                return null;
            }
            int colon = before.indexOf(':');
            if (colon < 0) {
                throw new InvalidInputException("before",
                        "'%s' is not what the page before this one answered as next".formatted(before));
            }
            return new Place(Wire.parse(SubjectState.class, "before", before.substring(0, colon)),
                    SubjectRef.parse("before", before.substring(colon + 1)));
        }

        static String of(SubjectView last) {
            return last.status().state().wire() + ":" + last.kind().wire() + ":" + last.id();
        }

        boolean before(SubjectState other, SubjectKind kind) {
            return other.compareTo(state) > 0 || other == state && kind.compareTo(subject.kind()) > 0;
        }

        boolean at(SubjectState other, SubjectKind kind) {
            return other == state && kind == subject.kind();
        }
    }

    private List<SubjectView> walk(SubjectQuery query, SubjectState state, SubjectKind kind, String after, int limit) {
        Label label = query.label() == null ? null : Label.of(query.label());
        if (label != null && !label.value().isEmpty()) {
            return labelled(query, label, state, kind, after, limit);
        }
        Conditions conditions = new Conditions(query).and("s.state = ?", state.name()).and("s.kind = ?", kind.name())
                .and("s.id > ?", after);
        if (label != null) {
            conditions.and("not exists (select 1 from subject_label l where l.id = s.id and l.kind = s.kind"
                    + " and l.name = ?)", label.name());
        }
        // H2 walks an index only where the order names all its columns
        return read(conditions, (query.squad() == null ? "" : "s.squad, ") + "s.state, s.kind, s.id", limit);
    }

    /// Walks the label's own index; what else is asked for is looked up of some at a time.
    private List<SubjectView> labelled(SubjectQuery query, Label label, SubjectState state, SubjectKind kind,
            String after, int limit) {
        int some = query.squad() == null && query.text() == null ? limit : Math.max(limit, SOME);
        List<SubjectView> found = new ArrayList<>();
        String last = after;
        List<String> ids;
        do {
            ids = jdbc.query(
                    """
                            select id from subject_label where name = ? and label_value = ? and state = ? and kind = ? and id > ?
                            order by name, label_value, state, kind, id limit ?""",
                    (row, number) -> row.getString(1), label.name(), label.value(), state.name(), kind.name(), last,
                    some);
            if (!ids.isEmpty()) {
                last = ids.getLast();
                found.addAll(read(new Conditions(query).and("s.kind = ?", kind.name()).and(
                        "s.id in (" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")", ids.toArray()),
                        "s.id", limit - found.size()));
            }
        } while (ids.size() == some && found.size() < limit);
        return found;
    }

    private List<SubjectView> read(Conditions conditions, String order, int limit) {
        List<Object> values = new ArrayList<>(conditions.values);
        values.add(limit);
        return jdbc.query("select " + SubjectTable.COLUMNS + " from subject_state s where " + conditions.sql
                + " order by " + order + " limit ?", (row, number) -> view(SubjectTable.read(row)), values.toArray());
    }

    /// What rows must fulfil.
    private static final class Conditions {

        private final StringBuilder sql = new StringBuilder("1 = 1");
        private final List<Object> values = new ArrayList<>();

        /// @param query whose squad and text count
        Conditions(SubjectQuery query) {
            if (query.squad() != null && query.squad().isEmpty()) {
                and("s.squad is null");
            } else if (query.squad() != null) {
                and("s.squad = ?", query.squad());
            }
            if (query.text() != null) {
                String like = Texts.containing(query.text());
                and("(lower(s.id) like ? escape '!' or lower(s.name) like ? escape '!')", like, like);
            }
        }

        Conditions and(String condition, Object... marked) {
            sql.append(" and ").append(condition);
            values.addAll(List.of(marked));
            return this;
        }
    }

    private record Label(String name, String value) {

        static Label of(String text) {
            int equals = text.indexOf('=');
            return new Label(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    @Override
    public SubjectView get(SubjectRef subject) {
        return jdbc.query("select " + SubjectTable.COLUMNS + " from subject_state s where s.id = ? and s.kind = ?",
                (row, number) -> view(SubjectTable.read(row)), subject.id(), subject.kind().name()).stream()
                .findFirst().orElseThrow(() -> new NotFoundException(subject.kind().wire(), subject.id()));
    }

    @Override
    public Function<SubjectRef, SubjectStatus> of(Collection<SubjectRef> subjects) {
        Map<SubjectRef, SubjectStatus> found = new HashMap<>();
        IdChunks.each(subjects.stream().map(SubjectRef::id).distinct().toList(), (marks, ids) -> jdbc.query(
                "select " + SubjectTable.COLUMNS + " from subject_state s where s.id in (" + marks + ")", row -> {
                    SubjectRow read = SubjectTable.read(row);
                    found.put(read.listed().subject(), status(read));
                }, ids));
        return subject -> found.getOrDefault(subject, SubjectStatus.NEVER_CHECKED);
    }

    @Override
    public SubjectCounts counts() {
        Map<SubjectKind, Map<SubjectState, Long>> byKind = new EnumMap<>(SubjectKind.class);
        Map<SubjectState, Long> byState = new EnumMap<>(SubjectState.class);
        jdbc.query("select kind, state, subjects from subject_count where subjects > 0", row -> {
            SubjectState state = SubjectState.valueOf(row.getString("state"));
            long subjects = row.getLong("subjects");
            byKind.computeIfAbsent(SubjectKind.valueOf(row.getString("kind")), any -> new EnumMap<>(SubjectState.class))
                    .put(state, subjects);
            byState.merge(state, subjects, Long::sum);
        });
        return new SubjectCounts(byState.values().stream().mapToLong(Long::longValue).sum(), byState, byKind);
    }

    @Override
    public List<SubjectGroup> groups(SubjectGroup.By by) {
        return switch (by) {
            case SubjectGroup.By.Kind() -> counts().byKind().entrySet().stream()
                    .map(kind -> new SubjectGroup(kind.getKey().wire(), kind.getValue())).toList();
            case SubjectGroup.By.Squad() -> grouped(
                    "select coalesce(squad, ''), state, count(*) from subject_state group by squad, state");
            case SubjectGroup.By.Label(String name) -> {
                List<SubjectGroup> groups = new ArrayList<>(grouped("""
                        select label_value, state, count(*) from subject_label where name = ?
                        group by label_value, state""", name));
                Map<SubjectState, Long> others = new EnumMap<>(SubjectState.class);
                others.putAll(counts().byState());
                groups.forEach(group -> group.byState()
                        .forEach((state, subjects) -> others.merge(state, -subjects, Long::sum)));
                others.values().removeIf(subjects -> subjects <= 0);
                if (!others.isEmpty()) {
                    groups.add(new SubjectGroup("", others));
                }
                yield groups;
            }
        };
    }

    private List<SubjectGroup> grouped(String sql, Object... values) {
        Map<String, Map<SubjectState, Long>> groups = new HashMap<>();
        jdbc.query(sql, row -> {
            groups.computeIfAbsent(row.getString(1), any -> new EnumMap<>(SubjectState.class))
                    .merge(SubjectState.valueOf(row.getString(2)), row.getLong(3), Long::sum);
        }, values);
        return groups.entrySet().stream().map(group -> new SubjectGroup(group.getKey(), group.getValue())).toList();
    }

    @Override
    public List<String> labels() {
        List<String> names = new ArrayList<>();
        String last = "";
        while (last != null && names.size() < MOST_LABELS) {
            last = jdbc.queryForObject("select min(name) from subject_label where name > ?", String.class, last);
            if (last != null) {
                names.add(last);
            }
        }
        return names;
    }

    @Override
    public long version() {
        return table.version();
    }

    private static SubjectView view(SubjectRow row) {
        return new SubjectView(row.listed().subject().kind(), row.listed().subject().id(), row.listed().name(),
                row.listed().squad(), row.listed().labels(), status(row));
    }

    private static SubjectStatus status(SubjectRow row) {
        return new SubjectStatus(row.state(), row.since(), row.checkedAt(),
                row.result() == null ? null : JSON.readValue(row.result(), RESULT), row.checks(), row.points());
    }
}
