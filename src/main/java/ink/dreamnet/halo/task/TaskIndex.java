package ink.dreamnet.halo.task;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

import ink.dreamnet.halo.core.ColumnFilters;
import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.NewestFirst;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Finds tasks in a time that does not depend on how many there are: it walks an index of each status that begins with the first filter
/// that is given of subject, squad, code, kind and severity. What else is asked for is compared with each task on the way.
@Component
class TaskIndex {

    private static final List<Severity> WORST_FIRST = Arrays.stream(Severity.values())
            .sorted(Comparator.reverseOrder()).toList();

    private final JdbcTemplate jdbc;

    TaskIndex(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// @return a page of ids
    /// @throws InvalidInputException where the page begins at what ends no page of this order
    Page<UUID> find(TaskQuery query, PageQuery page) {
        return switch (query.sort()) {
            case NEWEST -> newest(query, page);
            case URGENCY -> mostUrgent(query, page);
        };
    }

    private Page<UUID> newest(TaskQuery query, PageQuery page) {
        NewestFirst newest = new NewestFirst("id", "repair_task", page.limit() + 1, "id");
        UUID before = page.beforeId();
        if (before != null) {
            newest.where("id < ?", before);
        }
        ColumnFilters filters = filters(query);
        filters.others((column, value) -> newest.where(column + " = ?", value));
        Map<String, Object> keys = new LinkedHashMap<>(filters.leading());
        if (keys.isEmpty() && query.statuses().size() == TaskStatus.values().length) {
            newest.walk(keys);
        } else {
            query.statuses().forEach(status -> {
                keys.put("status", status.name());
                newest.walk(keys);
            });
        }
        return Page.of(jdbc.query(newest.sql(), (row, number) -> row.getObject(1, UUID.class), newest.values()), page,
                UUID::toString);
    }

    private static ColumnFilters filters(TaskQuery query) {
        return new ColumnFilters().with(query.subject()).with("squad_id", query.squad()).with("code", query.code())
                .with("subject_kind", query.kind() == null ? null : query.kind().name())
                .with("severity", query.severity() == null ? null : query.severity().name());
    }

    /// A place in the order of urgency. It names all that the order goes by, so that a page goes on after a task that was decided
    /// meanwhile.
    private record Place(Severity severity, Instant expiresAt, UUID id) {

        private static Place parse(String text) {
            try {
                String[] parts = text.split("\\.", 3);
                return new Place(Severity.valueOf(parts[0]),
                        Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS), UUID.fromString(parts[2]));
            } catch (RuntimeException noPlace) {
                throw new InvalidInputException("before",
                        "'%s' is no place in this order; give what the page before this one answered as next"
                                .formatted(text));
            }
        }

        @Override
        public String toString() {
            return "%s.%d.%s".formatted(severity.name(), ChronoUnit.MICROS.between(Instant.EPOCH, expiresAt), id);
        }
    }

    private Page<UUID> mostUrgent(TaskQuery query, PageQuery page) {
        Place before = page.before() == null ? null : Place.parse(page.before());
        StringBuilder filtered = new StringBuilder();
        List<Object> compared = new ArrayList<>();
        BiConsumer<String, Object> compare = (column, value) -> {
            filtered.append(" and ").append(column).append(" = ?");
            compared.add(value);
        };
        filters(query).leading().forEach(compare);
        filters(query).others(compare);
        List<String> walks = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Severity severity : WORST_FIRST) {
            if (before != null && severity.compareTo(before.severity()) > 0) {
                continue;
            }
            values.addAll(compared);
            String after = "";
            if (before != null && severity == before.severity()) {
                after = " and expires_at >= ? and (expires_at > ? or id > ?)";
                OffsetDateTime at = before.expiresAt().atOffset(ZoneOffset.UTC);
                values.addAll(List.of(at, at, before.id()));
            }
            walks.add("""
                    (select id, severity, expires_at, %d as severity_rank from repair_task
                     where status = 'PENDING_APPROVAL' and severity = '%s'%s%s
                     order by status, severity, expires_at, id limit %d)""".formatted(severity.ordinal(),
                    severity.name(), filtered, after, page.limit() + 1));
        }
        List<Place> places = jdbc.query("select * from (" + String.join(" union all ", walks)
                + ") found order by severity_rank desc, expires_at, id limit " + (page.limit() + 1),
                (row, number) -> new Place(Severity.valueOf(row.getString("severity")),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant(), row.getObject("id", UUID.class)),
                values.toArray());
        return Page.of(places, page, Place::toString).map(Place::id);
    }
}
