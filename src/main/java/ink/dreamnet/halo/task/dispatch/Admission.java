package ink.dreamnet.halo.task.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.Actor;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.ApprovalProperties;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.DispatchObjection;
import ink.dreamnet.halo.task.IllegalTransitionException;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.RunStore;
import ink.dreamnet.halo.task.TaskLog;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.budget.BudgetExhausted;
import ink.dreamnet.halo.task.budget.BudgetProperties;
import ink.dreamnet.halo.task.budget.SubjectCensus;
import ink.dreamnet.halo.task.budget.SubjectCensus.Group;
import ink.dreamnet.halo.task.lease.Lease;
import ink.dreamnet.halo.task.verification.StrategyStop;
import ink.dreamnet.halo.task.verification.StrategyStops;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Lets approved tasks through the gate: the one place where a task becomes dispatched. Budgets are counted from the tasks
/// themselves, under the lock of the gate.
@Component
public class Admission {

    static final String PAUSE = "pause";
    static final String TARGET = "target";
    static final String WEAK_POINT = "weak-point";
    static final String STORM = "storm";
    private static final Set<String> BUDGETS = Set.of("per-subject", "per-squad", "fleet", "per-hour", "share");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String IN_WORK = "status in ('DISPATCHED', 'RUNNING')";

    private final JdbcClient jdbc;
    private final BudgetProperties budgets;
    private final ApprovalProperties approval;
    private final TaskStore store;
    private final RunStore runs;
    private final TaskLog log;
    private final StrategyStops stops;
    private final ObjectProvider<SubjectCensus> censuses;
    private final ObjectProvider<DispatchObjection> objections;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Admission(JdbcClient jdbc, BudgetProperties budgets, ApprovalProperties approval, TaskStore store, RunStore runs,
            TaskLog log, StrategyStops stops, ObjectProvider<SubjectCensus> censuses,
            ObjectProvider<DispatchObjection> objections, ApplicationEventPublisher publisher, Clock clock) {
        this.jdbc = jdbc;
        this.budgets = budgets;
        this.approval = approval;
        this.store = store;
        this.runs = runs;
        this.log = log;
        this.stops = stops;
        this.censuses = censuses;
        this.objections = objections;
        this.publisher = publisher;
        this.clock = clock;
    }

    /// Lets a task through, or tells why not. The caller holds the gate and the task.
    ///
    /// @param pause what the gate said
    /// @param way where it goes
    /// @param lease under which lease an agent gets it, null where it is pushed
    /// @return what holds it back; empty where it is dispatched now
    /// @throws IllegalTransitionException where it is not approved as it is
    public Optional<BlockedBy> admit(RepairTask task, Optional<Pause> pause, Routes.Way way, @Nullable Lease lease) {
        store.flush();
        Instant now = clock.instant();
        List<Group> groups = groupsOf(task.subject());
        Optional<BlockedBy> blocked = blocked(task, pause, groups, now);
        if (blocked.isPresent()) {
            blocked.filter(by -> BUDGETS.contains(by.by())).ifPresent(by -> publisher
                    .publishEvent(new BudgetExhausted(by, task.id(), task.subject(), task.squadId())));
            return blocked;
        }
        TaskStatus from = task.status();
        task.dispatch(now, way.name(), way.target(), groups.stream().map(Group::name).toList(),
                approval.needed(task));
        runs.start(task, now, lease == null ? null : lease.id(), lease == null ? null : lease.agent());
        log.note(Actor.HALO, task, "task.dispatched", from, reason(task, way, lease));
        return Optional.empty();
    }

    private static String reason(RepairTask task, Routes.Way way, @Nullable Lease lease) {
        String words = "run %d by %s%s".formatted(task.work().runs(), way.name(),
                lease == null ? " to " + way.target() : " to agent " + lease.agent());
        return task.approvals().stream().filter(word -> word.standingId() != null).findFirst()
                .map(word -> words + ", under standing approval " + word.standingId()).orElse(words);
    }

    /// @return why a task must not go now; empty where it may. It changes nothing.
    Optional<BlockedBy> blocked(RepairTask task, Optional<Pause> pause) {
        return blocked(task, pause, groupsOf(task.subject()), clock.instant());
    }

    private Optional<BlockedBy> blocked(RepairTask task, Optional<Pause> pause, List<Group> groups, Instant now) {
        if (pause.isPresent()) {
            return pause.map(closed -> new BlockedBy(PAUSE, closed.sentence(), null));
        }
        return objectionTo(task).or(() -> storm(groups))
                .or(() -> budget(task, groups, now));
    }

    /// @return for how many tasks the whole fleet has room
    int room() {
        return Math.min(budgets.fleet() - count(IN_WORK),
                budgets.perHour() - dispatchedSince(clock.instant().minus(HOUR)).size());
    }

    /// @return why nothing is to be done about the weak point of a task now
    public Optional<String> objection(RepairTask task) {
        return stops.heldFor(task.strategy(), task.code()).map(StrategyStop::sentence)
                .or(() -> objections.stream().flatMap(room -> room.against(task.weakPointId(), task.subject()).stream())
                        .findFirst());
    }

    /// @return as [#objection], as what holds the task back
    Optional<BlockedBy> objectionTo(RepairTask task) {
        return objection(task).map(words -> new BlockedBy(WEAK_POINT, words, null));
    }

    private List<Group> groupsOf(SubjectRef subject) {
        return censuses.stream().flatMap(room -> room.groupsOf(subject).stream()).toList();
    }

    private Optional<BlockedBy> storm(List<Group> groups) {
        return groups.stream().filter(group -> group.storms(budgets.stormFrom())).findFirst()
                .map(group -> new BlockedBy(STORM, group.words() + "; nothing new is done there", null));
    }

    private Optional<BlockedBy> budget(RepairTask task, List<Group> groups, Instant now) {
        int subject = count(IN_WORK + " and subject_kind = ? and subject_id = ?", task.subject().kind().name(),
                task.subject().id());
        if (subject >= budgets.perSubject()) {
            return full("per-subject", subject, budgets.perSubject(), "in work about " + task.subject(), null);
        }
        if (task.squadId() != null) {
            int squad = count(IN_WORK + " and squad_id = ?", task.squadId());
            if (squad >= budgets.perSquad()) {
                return full("per-squad", squad, budgets.perSquad(), "in work in squad " + task.squadId(), null);
            }
        }
        int fleet = count(IN_WORK);
        if (fleet >= budgets.fleet()) {
            return full("fleet", fleet, budgets.fleet(), "in work", null);
        }
        List<Instant> lately = dispatchedSince(now.minus(HOUR));
        if (lately.size() >= budgets.perHour()) {
            return full("per-hour", lately.size(), budgets.perHour(), "dispatched within an hour",
                    lately.get(lately.size() - budgets.perHour()).plus(HOUR));
        }
        return share(task, groups);
    }

    private Optional<BlockedBy> share(RepairTask task, List<Group> groups) {
        List<Group> counted = groups.stream().filter(group -> !group.kind()).toList();
        if (counted.isEmpty() || budgets.share() >= 1) {
            return Optional.empty();
        }
        Map<String, Set<SubjectRef>> atWork = subjectsInWork();
        for (Group group : counted) {
            Set<SubjectRef> busy = atWork.getOrDefault(group.name(), Set.of());
            int allowed = Math.max(1, (int) Math.floor(group.subjects() * budgets.share()));
            if (busy.size() >= allowed && !busy.contains(task.subject())) {
                return full("share", busy.size(), allowed, "worked on of the %d subjects of %s".formatted(
                        group.subjects(), group.name()), null);
            }
        }
        return Optional.empty();
    }

    private Map<String, Set<SubjectRef>> subjectsInWork() {
        Map<String, Set<SubjectRef>> busy = new HashMap<>();
        store.inWork().forEach(task -> task.work().scopes()
                .forEach(scope -> busy.computeIfAbsent(scope, any -> new HashSet<>()).add(task.subject())));
        return busy;
    }

    private static Optional<BlockedBy> full(String budget, int used, int limit, String what,
            @Nullable Instant until) {
        return Optional.of(new BlockedBy(budget, "%d of at most %d %s".formatted(used, limit, what), until));
    }

    private int count(String where, Object... values) {
        return jdbc.sql("select count(*) from repair_task where " + where).params(values).query(Integer.class).single();
    }

    private List<Instant> dispatchedSince(Instant time) {
        return jdbc.sql("select dispatched_at from task_run where dispatched_at > ? order by dispatched_at")
                .param(time.atOffset(ZoneOffset.UTC))
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()).list();
    }

    /// One budget and how much of it is used.
    ///
    /// @param name `fleet`, `per-hour`, `per-squad`, `per-subject` or `share`
    /// @param scope whose use that is, null where it is the whole fleet's
    /// @param used how many are in work, or were dispatched within the last hour
    /// @param limit how many may be
    public record Use(String name, @Nullable String scope, int used, double limit) {
    }

    /// @return every budget that is used at present, those of the whole fleet first
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        uses.add(new Use("fleet", null, count(IN_WORK), budgets.fleet()));
        uses.add(new Use("per-hour", null, dispatchedSince(clock.instant().minus(HOUR)).size(), budgets.perHour()));
        jdbc.sql("select squad_id, count(*) from repair_task where " + IN_WORK
                + " and squad_id is not null group by squad_id order by squad_id")
                .query((row, number) -> new Use("per-squad", row.getString(1), row.getInt(2), budgets.perSquad()))
                .list().forEach(uses::add);
        jdbc.sql("select subject_kind, subject_id, count(*) from repair_task where " + IN_WORK
                + " group by subject_kind, subject_id order by subject_kind, subject_id")
                .query((row, number) -> new Use("per-subject",
                        row.getString(1).toLowerCase(Locale.ROOT) + ":" + row.getString(2), row.getInt(3),
                        budgets.perSubject()))
                .list().forEach(uses::add);
        subjectsInWork().entrySet().stream().filter(scope -> !scope.getKey().startsWith("kind:"))
                .sorted(Map.Entry.comparingByKey())
                .map(scope -> new Use("share", scope.getKey(), scope.getValue().size(), budgets.share()))
                .forEach(uses::add);
        return uses;
    }
}
