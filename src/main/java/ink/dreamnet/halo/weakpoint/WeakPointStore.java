package ink.dreamnet.halo.weakpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;

import ink.dreamnet.halo.core.IdChunks;
import ink.dreamnet.halo.core.Page;
import ink.dreamnet.halo.core.PageQuery;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/// Reads and writes weak points and their history. Every caller is in a transaction.
@Repository
class WeakPointStore implements WeakPointRecords {

    private static final int CHUNK = 1000;
    /// By the state: H2 reads no index for "is not null".
    private static final String UNRESOLVED = "state in (OPEN, ACKNOWLEDGED)";

    private final EntityManager entities;
    private final JdbcTemplate jdbc;
    private final WeakPointPages pages;

    WeakPointStore(EntityManager entities, JdbcTemplate jdbc, WeakPointPages pages) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.pages = pages;
    }

    @Override
    public void add(WeakPointEntity weakPoint) {
        entities.persist(weakPoint);
    }

    Optional<WeakPointEntity> find(UUID id) {
        return Optional.ofNullable(entities.find(WeakPointEntity.class, id));
    }

    /// @return those of some ids that are not resolved
    Set<UUID> unresolved(Collection<UUID> ids) {
        return findAll(ids).stream().filter(point -> point.state() != WeakPointState.RESOLVED)
                .map(WeakPointEntity::id).collect(Collectors.toSet());
    }

    @Override
    public List<WeakPointEntity> findAll(Collection<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        List<WeakPointEntity> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            found.addAll(entities.createQuery("from WeakPointEntity where id in (:ids)", WeakPointEntity.class)
                    .setParameter("ids", all.subList(from, Math.min(all.size(), from + CHUNK))).getResultList());
        }
        return found;
    }

    /// Reads no entities: a cycle asks this of all that are open.
    @Override
    public Map<UUID, Instant> thereSince(Collection<UUID> ids) {
        Map<UUID, Instant> since = new HashMap<>();
        IdChunks.each(ids, (marks, some) -> jdbc.query(
                "select id, coalesce(episode_from, first_seen_at) as since from weak_point where id in (" + marks + ")",
                row -> {
                    since.put(row.getObject("id", UUID.class),
                            row.getObject("since", OffsetDateTime.class).toInstant());
                }, some));
        return since;
    }

    /// Reads a weak point that is about to change: of two that change it at the same time, the second waits and then sees
    /// what the first did.
    Optional<WeakPointEntity> lock(UUID id) {
        return Optional.ofNullable(entities.find(WeakPointEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    @Override
    public List<WeakPointEntity> lockActive() {
        return entities
                .createQuery("from WeakPointEntity where " + UNRESOLVED + " order by id", WeakPointEntity.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
    }

    /// @return the subjects of those that are not resolved
    Set<SubjectRef> openSubjects() {
        return Set.copyOf(entities.createQuery(
                "select distinct new ink.dreamnet.halo.core.SubjectRef(subjectKind, subjectId) from WeakPointEntity where "
                        + UNRESOLVED,
                SubjectRef.class).getResultList());
    }

    List<OpenPoint> open() {
        return jdbc.query("""
                select id, subject_kind, subject_id, code, severity, suppressed_kind from weak_point
                where state in ('OPEN', 'ACKNOWLEDGED')""", (row, number) -> {
            String suppressed = row.getString("suppressed_kind");
            return new OpenPoint(row.getObject("id", UUID.class),
                    new SubjectRef(SubjectKind.valueOf(row.getString("subject_kind")), row.getString("subject_id")),
                    row.getString("code"), Severity.valueOf(row.getString("severity")),
                    suppressed == null ? null : Suppression.Kind.valueOf(suppressed));
        });
    }

    @Override
    public List<WeakPointEntity> resolvedSince(Collection<SubjectRef> subjects, Instant since) {
        List<String> ids = subjects.stream().map(SubjectRef::id).distinct().toList();
        List<WeakPointEntity> resolved = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            resolved.addAll(entities.createQuery("""
                    from WeakPointEntity where subjectKind in (:kinds) and subjectId in (:ids) and resolvedAt > :since
                    order by resolvedAt, id""", WeakPointEntity.class)
                    .setParameter("kinds", subjects.stream().map(SubjectRef::kind).collect(Collectors.toSet()))
                    .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                    .setParameter("since", since).getResultList());
        }
        return resolved;
    }

    @Override
    public void sampleHealthy(Instant since, Predicate<Identity> healthy) {
        List<UUID> ids = jdbc.query("""
                select id, analyzer, code, subject_kind, subject_id from weak_point
                where resolved_at > ? and samples <> 0""", row -> {
            List<UUID> matching = new ArrayList<>();
            while (row.next()) {
                SubjectRef subject = new SubjectRef(SubjectKind.valueOf(row.getString("subject_kind")),
                        row.getString("subject_id"));
                if (healthy.test(new Identity(row.getString("analyzer"), row.getString("code"), subject))) {
                    matching.add(row.getObject("id", UUID.class));
                }
            }
            return matching;
        }, since.atOffset(ZoneOffset.UTC));
        for (int from = 0; ids != null && from < ids.size(); from += CHUNK) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + CHUNK));
            jdbc.update("update weak_point set samples = mod(samples * 2, %d) where id in (%s)".formatted(
                    1 << Samples.SIZE, String.join(", ", Collections.nCopies(some.size(), "?"))), some.toArray());
        }
    }

    /// @return those that opened after a deploy and name it, the newest first
    List<WeakPointEntity> afterDeploy(UUID deploy, int most) {
        return entities
                .createQuery("from WeakPointEntity where afterDeploy.id = :deploy order by id desc",
                        WeakPointEntity.class)
                .setParameter("deploy", deploy).setMaxResults(most).getResultList();
    }

    /// @return those not resolved whose episode began after a time and not after another, locked until the end of the
    ///         transaction
    List<WeakPointEntity> lockOpened(Instant after, Instant until) {
        return entities.createQuery("from WeakPointEntity where " + UNRESOLVED
                + " and episodeFrom > :after and episodeFrom <= :until order by id", WeakPointEntity.class)
                .setParameter("after", after).setParameter("until", until)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
    }

    /// @return a weak point and those that it is the cause of, as far as nobody has acknowledged them, locked until the end of the
    ///         transaction
    List<WeakPointEntity> lockOpenGroup(UUID root) {
        return entities
                .createQuery("from WeakPointEntity where state = OPEN and (id = :root or rootId = :root) order by id",
                        WeakPointEntity.class)
                .setParameter("root", root).setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /// @return whether the time of a snooze is over
    boolean snoozeOver(Instant now) {
        return !jdbc.queryForList("select id from weak_point where snooze_until between ? and ? limit 1", UUID.class,
                // from both sides, or H2 would read all that are not snoozed
                Instant.EPOCH.atOffset(ZoneOffset.UTC),
                now.atOffset(ZoneOffset.UTC)).isEmpty();
    }

    /// @return a page, most severe first and then the newest first
    Page<WeakPointEntity> page(WeakPointQuery query, PageQuery page) {
        List<UUID> ids = pages.find(query, page);
        Map<UUID, WeakPointEntity> found = new HashMap<>();
        findAll(ids).forEach(point -> found.put(point.id(), point));
        return Page.of(ids.stream().map(found::get).filter(Objects::nonNull).toList(), page,
                point -> point.id().toString());
    }

    /// @return how many are not resolved, by severity
    Map<Severity, Long> counts() {
        Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        entities.createQuery("select severity, count(*) from WeakPointEntity where " + UNRESOLVED
                + " group by severity", Object[].class).getResultStream()
                .forEach(row -> counts.put((Severity) row[0], (Long) row[1]));
        return counts;
    }

    /// @return a page of those that others were notified of, the newest first
    Page<WeakPointEntity> notified(PageQuery page) {
        UUID last = page.beforeId();
        TypedQuery<WeakPointEntity> select = entities
                .createQuery("from WeakPointEntity where notifiedSeverity is not null"
                        + (last == null ? "" : " and id < :before") + " order by id desc", WeakPointEntity.class);
        if (last != null) {
            select.setParameter("before", last);
        }
        return Page.of(select.setMaxResults(page.limit() + 1).getResultList(), page, entity -> entity.id().toString());
    }

    /// @return how many are suppressed
    long suppressed() {
        return entities.createQuery("select count(*) from WeakPointEntity where " + UNRESOLVED
                + " and suppression.kind is not null", Long.class).getSingleResult();
    }

    /// Collects lines of history to be written in one batch.
    static final class Events {
        private final List<Line> lines = new ArrayList<>();

        private record Line(UUID weakPoint, WeakPointEvent event) {
        }

        void add(UUID weakPoint, WeakPointEvent event) {
            lines.add(new Line(weakPoint, event));
        }

        /// @return all lines, in their order
        List<WeakPointEvent> all() {
            return lines.stream().map(Line::event).toList();
        }
    }

    /// All entities of the transaction are detached then: looking for changes of ten thousands of them before each query takes seconds.
    @Override
    public void write(Events events) {
        entities.flush();
        entities.clear();
        jdbc.batchUpdate("""
                insert into weak_point_event (weak_point_id, at, actor, kind, cycle_id, detail)
                values (?, ?, ?, ?, ?, ?)""", events.lines.stream().map(line -> new Object[]{line.weakPoint(),
                line.event().at().atOffset(ZoneOffset.UTC), line.event().actor(),
                line.event().kind(), line.event().cycleId(), line.event().detail()}).toList());
    }

    /// @return the open weak points that are critical, that nothing suppresses, and that opened, reopened or became critical
    ///         after a time without being suppressed then; the latest event of each
    List<RepairOutcomes.Appeared> becameCriticalSince(Instant since) {
        Map<UUID, RepairOutcomes.Appeared> appeared = new LinkedHashMap<>();
        jdbc.query("""
                select w.id, w.analyzer, w.code, w.subject_kind, w.subject_id, e.kind, e.cycle_id
                from weak_point w join weak_point_event e on e.weak_point_id = w.id
                where w.state in ('OPEN', 'ACKNOWLEDGED') and w.severity = 'CRITICAL' and w.root_id is null
                and w.suppressed_kind is null and e.at > ? and e.cycle_id is not null
                and (e.kind in ('opened', 'reopened') and e.detail not like '%, suppressed by %'
                     or e.kind = 'severity-changed' and e.detail like '% to critical')
                order by e.id""", row -> {
            UUID id = row.getObject("id", UUID.class);
            appeared.put(id, new RepairOutcomes.Appeared(id, row.getString("analyzer"), row.getString("code"),
                    new SubjectRef(SubjectKind.valueOf(row.getString("subject_kind")), row.getString("subject_id")),
                    row.getObject("cycle_id", UUID.class), "reopened".equals(row.getString("kind"))));
        }, since.atOffset(ZoneOffset.UTC));
        return List.copyOf(appeared.values());
    }

    @Override
    public void holdTasks(Map<UUID, String> reasons) {
        jdbc.batchUpdate("update weak_point set decision = 'HOLD', decision_reason = ? where id = ? "
                + "and open_identity is not null",
                reasons.entrySet().stream()
                        .map(entry -> new Object[]{new TaskDecision(TaskDecision.Decision.HOLD, entry.getValue())
                                .reason(), entry.getKey()})
                        .toList());
    }

    /// @return a weak point's history, oldest first, at most its last 500 lines
    List<WeakPointEvent> history(UUID weakPoint) {
        return jdbc.query("""
                select * from (select * from weak_point_event where weak_point_id = ? order by id desc limit 500) latest
                order by id""", WeakPointStore::readEvent, weakPoint);
    }

    Map<String, Set<UUID>> changedBy(UUID cycle, int most) {
        Map<String, Set<UUID>> changed = new LinkedHashMap<>();
        jdbc.query(
                "select kind, weak_point_id from weak_point_event where cycle_id = ? order by cycle_id, id limit "
                        + most,
                row -> {
                    changed.computeIfAbsent(row.getString("kind"), any -> new LinkedHashSet<>())
                            .add(row.getObject("weak_point_id", UUID.class));
                }, cycle);
        return changed;
    }

    long lastEvent() {
        Long last = jdbc.queryForObject("select max(id) from weak_point_event", Long.class);
        return last == null ? 0 : last;
    }

    private static WeakPointEvent readEvent(ResultSet row, int number) throws SQLException {
        return new WeakPointEvent(row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("actor"),
                row.getString("kind"), row.getObject("cycle_id", UUID.class), row.getString("detail"));
    }
}
