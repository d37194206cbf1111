package ink.dreamnet.halo.weakpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds weak points, most severe first and then the newest first. For each severity and state that is asked for it walks an index
/// from its newest entry, so that resolved ones do not slow it down, however many they are.
@Component
class WeakPointPages {

    private static final List<Severity> WORST_FIRST = Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder()).toList();

    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;

    WeakPointPages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.named = new NamedParameterJdbcTemplate(jdbc);
    }

    /// @return the ids of those that fit, one more than the page holds where there is more
    /// @throws InvalidInputException where the page begins at something that is no weak point
    List<UUID> find(WeakPointQuery query, PageQuery page) {
        UUID before = page.beforeId();
        Severity last = before == null ? null : severityOf(before);
        MapSqlParameterSource values = new MapSqlParameterSource("limit", page.limit() + 1).addValue("before", before);
        SubjectRef subject = query.subject();
        if (subject != null) {
            values.addValue("kind", subject.kind().name()).addValue("subject", subject.id());
        }
        List<String> walks = new ArrayList<>();
        for (Severity severity : query.severity() == null ? WORST_FIRST : List.of(query.severity())) {
            if (last == null || last.atLeast(severity)) {
                query.states().forEach(state -> walks.add(walk(query, state, severity, severity == last)));
            }
        }
        return walks.isEmpty()
                ? List.of()
                : named.query("select id from (" + String.join(" union all ", walks)
                        + ") found order by severity_rank desc, id desc limit :limit", values,
                        (row, number) -> row.getObject("id", UUID.class));
    }

    private static String walk(WeakPointQuery query, WeakPointState state, Severity severity, boolean begun) {
        boolean ofSubject = query.subject() != null;
        // H2 walks an index only where the order names all its columns
        return "(select id, %d as severity_rank from weak_point where %sstate = '%s' and severity = '%s'%s%s%s%s order by %sstate desc, severity desc, id desc limit :limit)"
                .formatted(severity.ordinal(),
                        ofSubject ? "subject_kind = :kind and subject_id = :subject and " : "", state.name(),
                        severity.name(), begun ? " and id < :before" : "",
                        is(query.suppressed(), " and suppressed_kind is not null", " and suppressed_kind is null"),
                        is(query.flapping(), " and flapping = true", " and flapping = false"),
                        query.withCauses() ? "" : " and root_id is null",
                        ofSubject ? "subject_kind desc, subject_id desc, " : "");
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
