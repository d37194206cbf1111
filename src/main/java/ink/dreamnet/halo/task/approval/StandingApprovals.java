package ink.dreamnet.halo.task.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import ink.dreamnet.halo.audit.AuditTrail;
import ink.dreamnet.halo.audit.Change;
import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.ConflictException;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.NotFoundException;
import ink.dreamnet.halo.core.People;
import ink.dreamnet.halo.core.SafeMode;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.task.Approval;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.dispatch.DispatchGate;
import ink.dreamnet.halo.task.dispatch.DispatchObjections;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The approvals that operators gave beforehand. There is none by default. One covers only tasks as their strategy
/// proposed them, never while HALO is paused or in [SafeMode], and where a quorum is needed it counts as
/// one approval of its author. That of a proposer does not count.
@Service
@NamedInterface("approval")
public class StandingApprovals {

    /// How far ahead one may reach.
    static final Duration LONGEST = Duration.ofDays(30);
    private static final String SUBJECT_TYPE = "standing-approval";
    private static final int BATCH = 200;
    private static final int MOST_IN_FORCE = 1000;
    private static final Comparator<StandingApproval> NEWEST = Comparator.comparing(StandingApproval::id).reversed();
    private static final String SELECT = """
            select s.*, (select count(*) from standing_use u where u.standing_id = s.id and u.at > ?) as used
            from standing_approval s""";

    private final JdbcClient jdbc;
    private final TaskStore store;
    private final DispatchGate gate;
    private final Approvals approvals;
    private final DispatchObjections objections;
    private final AuditTrail audit;
    private final Clock clock;
    private final SafeMode safeMode;

    StandingApprovals(JdbcClient jdbc, TaskStore store, DispatchGate gate, Approvals approvals,
            DispatchObjections objections, AuditTrail audit, Clock clock, SafeMode safeMode) {
        this.jdbc = jdbc;
        this.store = store;
        this.gate = gate;
        this.approvals = approvals;
        this.objections = objections;
        this.audit = audit;
        this.clock = clock;
        this.safeMode = safeMode;
    }

    /// Signs one.
    @Transactional
    public StandingApproval create(String type, String subject, Severity highest, int perHour, Instant until,
            String reason, Actor actor) {
        UUID id = Ids.next();
        jdbc.sql("""
                insert into standing_approval (id, type, subject_pattern, highest_severity, per_hour, until_at, reason,
                created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(id, type, subject, highest.name(), perHour, until.atOffset(ZoneOffset.UTC), reason,
                        actor.name(), clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.record(actor, new Change("standing-approval.created", SUBJECT_TYPE, id.toString(), null, "in-force",
                "%s on %s up to %s, %d an hour, until %s: %s".formatted(type, subject, highest.wire(), perHour, until,
                        reason)));
        return get(id);
    }

    /// Revokes one. What it approved before stays approved.
    ///
    /// @throws NotFoundException where there is none of that id
    /// @throws ConflictException where it is revoked already
    @Transactional
    public StandingApproval revoke(UUID id, Actor actor) {
        lock(id);
        StandingApproval before = get(id);
        if (before.revokedAt() != null) {
            throw new ConflictException("Standing approval %s was revoked at %s".formatted(id, before.revokedAt()));
        }
        jdbc.sql("update standing_approval set revoked_by = ?, revoked_at = ? where id = ?")
                .params(actor.name(), clock.instant().atOffset(ZoneOffset.UTC), id).update();
        audit.record(actor, new Change("standing-approval.revoked", SUBJECT_TYPE, id.toString(), "in-force", "revoked",
                null));
        return get(id);
    }

    /// @return those that are in force or ended within the last 30 days, the newest first, at most the 200 that last longest
    @Transactional(readOnly = true)
    public List<StandingApproval> all() {
        OffsetDateTime ended = clock.instant().minus(LONGEST).atOffset(ZoneOffset.UTC);
        return until(ended, " order by s.until_at desc, s.id desc limit 200").sorted(NEWEST).toList();
    }

    /// Approves the tasks that those in force cover and that wait for approval. The caller has locked the tasks.
    @Transactional(propagation = Propagation.MANDATORY)
    public void cover(Collection<UUID> tasks) {
        List<StandingApproval> inForce = tasks.isEmpty() ? List.of() : inForce();
        if (inForce.isEmpty() || gate.paused().isPresent()) {
            return;
        }
        for (UUID id : tasks) {
            store.find(id).filter(task -> task.status() == TaskStatus.PENDING_APPROVAL)
                    .ifPresent(task -> cover(task, inForce));
        }
    }

    private void cover(RepairTask task, List<StandingApproval> inForce) {
        Instant now = clock.instant();
        Set<String> refused = new TreeSet<>();
        for (StandingApproval listed : inForce) {
            boolean given = task.approvals().stream()
                    .anyMatch(approval -> People.same(approval.by(), listed.createdBy()));
            if (!given && !task.overdue(now) && listed.covers(task, now)
                    && objections.to(task).isEmpty()) {
                Optional<String> objection = approvals.objection(task, listed.createdBy());
                if (objection.isPresent()) {
                    refused.add(objection.get());
                    continue;
                }
                lock(listed.id());
                StandingApproval standing = get(listed.id());
                if (standing.covers(task, now) && standing.usedLastHour() < standing.perHour()) {
                    jdbc.sql("delete from standing_use where standing_id = ? and task_id = ?")
                            .params(standing.id(), task.id()).update();
                    store.flush();
                    jdbc.sql("insert into standing_use (standing_id, task_id, at) values (?, ?, ?)")
                            .params(standing.id(), task.id(), now.atOffset(ZoneOffset.UTC)).update();
                    approvals.approve(task, new Approval(standing.createdBy(), now, standing.reason(),
                            task.contentHash(), standing.id()), Actor.HALO);
                    return;
                }
            }
        }
        if (!refused.isEmpty()) {
            approvals.note(task, "a standing approval does not count: " + String.join("; ", refused));
        }
    }

    /// @return tasks that wait for approval and may be covered, those that were proposed first before the others
    @Transactional(readOnly = true)
    public List<UUID> candidates() {
        return inForce().stream().map(StandingApproval::type).distinct()
                .flatMap(type -> store.pendingOfType(type, BATCH).stream()).toList();
    }

    private List<StandingApproval> inForce() {
        if (safeMode.safeMode()) {
            return List.of();
        }
        return until(clock.instant().atOffset(ZoneOffset.UTC),
                " and s.revoked_at is null order by s.until_at desc, s.id desc limit " + MOST_IN_FORCE)
                .sorted(NEWEST.reversed()).toList();
    }

    /// In the order of the index and with a limit, so that PostgreSQL reads no others, whatever it expects of the time.
    private Stream<StandingApproval> until(OffsetDateTime time, String rest) {
        return jdbc.sql(SELECT + " where s.until_at > ?" + rest).params(hourAgo(), time)
                .query(StandingApprovals::read).list().stream();
    }

    private void lock(UUID id) {
        if (jdbc.sql("select id from standing_approval where id = ? for update").param(id).query(UUID.class).optional()
                .isEmpty()) {
            throw new NotFoundException("standing approval", id);
        }
    }

    private StandingApproval get(UUID id) {
        return jdbc.sql(SELECT + " where s.id = ?").params(hourAgo(), id).query(StandingApprovals::read).optional()
                .orElseThrow(() -> new NotFoundException("standing approval", id));
    }

    private OffsetDateTime hourAgo() {
        return clock.instant().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC);
    }

    private static StandingApproval read(ResultSet row, int number) throws SQLException {
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        return new StandingApproval(row.getObject("id", UUID.class), row.getString("type"),
                row.getString("subject_pattern"), Severity.valueOf(row.getString("highest_severity")),
                row.getInt("per_hour"),
                Objects.requireNonNull(row.getObject("until_at", OffsetDateTime.class)).toInstant(),
                row.getString("reason"), row.getString("created_by"),
                Objects.requireNonNull(row.getObject("created_at", OffsetDateTime.class)).toInstant(),
                row.getString("revoked_by"), revoked == null ? null : revoked.toInstant(), row.getInt("used"));
    }
}
