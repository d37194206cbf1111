package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import ink.dreamnet.halo.core.ColumnFilters;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds weak points, most severe first and then the newest first. For each severity and state that is asked for it walks an index
/// from its newest entry, so that resolved ones do not slow it down, however many they are.
@Component
class WeakPointPages {

    private static final List<Severity> WORST_FIRST = Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder()).toList();

    private static final String CONTAINS = """
            (lower(summary) like ? escape '!' or lower(subject_id) like ? escape '!' or code like ? escape '!') and\s""";

    private final JdbcTemplate jdbc;

    WeakPointPages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @return the ids of those that fit, one more than the page holds where there is more
    /// @throws InvalidInputException where the page begins at something that is no weak point
    List<UUID> find(WeakPointQuery query, PageQuery page) {
        UUID before = page.beforeId();
        Severity last = before == null ? null : severityOf(before);
        List<String> walks = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Severity severity : query.severity() == null ? WORST_FIRST : List.of(query.severity())) {
            if (last == null || last.atLeast(severity)) {
                query.states().stream().filter(state -> state != WeakPointState.RESOLVED || !onlyOpen(query)).forEach(
                        state -> walks.add(walk(query, state, severity, severity == last ? before : null,
                                page.limit() + 1, values)));
            }
        }
        return walks.isEmpty()
                ? List.of()
                : jdbc.query("select id from (" + String.join(" union all ", walks)
                        + ") found order by severity_rank desc, id desc limit " + (page.limit() + 1),
                        (row, number) -> row.getObject("id", UUID.class), values.toArray());
    }

    /// @return whether it asks for what no resolved weak point is
    private static boolean onlyOpen(WeakPointQuery query) {
        return Boolean.TRUE.equals(query.suppressed()) || Boolean.TRUE.equals(query.flapping());
    }

    /// @param values gets the values of the marks
    private static String walk(WeakPointQuery query, WeakPointState state, Severity severity, @Nullable UUID before,
            int limit, List<Object> values) {
        ColumnFilters filters = new ColumnFilters().with(query.subject()).with("squad_id", query.squad())
                .with("code", query.code()).with("subject_kind", query.kind() == null ? null : query.kind().name());
        StringBuilder compared = new StringBuilder();
        BiConsumer<String, Object> compare = (column, value) -> {
            compared.append(column).append(" = ? and ");
            values.add(value);
        };
        filters.leading().forEach(compare);
        filters.others(compare);
        if (query.text() != null) {
            compared.append(CONTAINS);
            values.addAll(Collections.nCopies(3, Texts.containing(query.text())));
        }
        if (before != null) {
            values.add(before);
        }
        // H2 walks an index only where the order names all its columns
        return "(select id, %d as severity_rank from weak_point where %sstate = '%s' and severity = '%s'%s%s%s%s order by %sstate desc, severity desc, id desc limit %d)"
                .formatted(severity.ordinal(), compared, state.name(), severity.name(),
                        before == null ? "" : " and id < ?",
                        is(query.suppressed(), " and suppressed_kind is not null", " and suppressed_kind is null"),
                        is(query.flapping(), " and flapping = true", " and flapping = false"),
                        query.withCauses() ? "" : " and root_id is null",
                        filters.leading().keySet().stream().map(column -> column + " desc, ")
                                .collect(Collectors.joining()),
                        limit);
    }

    private static String is(@Nullable Boolean wanted, String yes, String no) {
        return wanted == null ? "" : wanted ? yes : no;
    }

    private Severity severityOf(UUID id) {
        return jdbc.query("select severity from weak_point where id = ?",
                (row, number) -> Severity.valueOf(row.getString(1)), id).stream().findFirst()
                .orElseThrow(() -> new InvalidInputException("before", "there is no weak point '%s'".formatted(id)));
    }
}
