package ink.dreamnet.halo.task.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ink.dreamnet.halo.core.Live;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.BlockedBy;
import ink.dreamnet.halo.task.Execution;
import ink.dreamnet.halo.task.RepairTask;
import ink.dreamnet.halo.task.TaskStore;
import ink.dreamnet.halo.task.budget.SubjectCensus.Group;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Decides whether the budgets have room for one more task in work. They are counted from the tasks themselves; who
/// dispatches holds the lock of the gate.
@Component
public class DispatchBudgets {

    /// Pages are not: whoever is called takes no room from repairs.
    static final String IN_WORK = "status in ('DISPATCHED', 'RUNNING') and channel <> '" + Execution.PAGE + "'";
    private static final String STORM = "storm";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Live<BudgetProperties> budget;
    private final ObjectProvider<SubjectCensus> censuses;
    private final TaskStore store;
    private final JdbcClient jdbc;
    private final Clock clock;

    DispatchBudgets(Live<BudgetProperties> budget, ObjectProvider<SubjectCensus> censuses, TaskStore store,
            JdbcClient jdbc,
            Clock clock) {
        this.budget = budget;
        this.censuses = censuses;
        this.store = store;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private BudgetProperties limits() {
        return budget.get();
    }

    /// @return the groups that count a task about a subject
    public List<Group> groupsOf(SubjectRef subject) {
        return censuses.stream().flatMap(room -> room.groupsOf(subject).stream()).toList();
    }

    /// @return for how many tasks the whole fleet has room
    public int room() {
        return Math.min(limits().fleet() - inWork(), limits().perHour() - dispatchedWithinHour().size());
    }

    /// @param groups the groups of its subject
    /// @return the budget that has no room for a task, or the storm that its subject is in; empty where there is room
    public Optional<BlockedBy> full(RepairTask task, List<Group> groups) {
        Optional<Group> storm = groups.stream().filter(group -> group.storms(limits().stormFrom())).findFirst();
        if (storm.isPresent()) {
            return storm.map(group -> new BlockedBy(STORM, group.weakness() + "; nothing new is done there", null));
        }
        int subject = count(IN_WORK + " and subject_kind = ? and subject_id = ?", task.subject().kind().name(),
                task.subject().id());
        if (subject >= limits().perSubject()) {
            return full("per-subject", subject, limits().perSubject(), "in work about " + task.subject(), null);
        }
        if (task.squadId() != null) {
            int squad = count(IN_WORK + " and squad_id = ?", task.squadId());
            if (squad >= limits().perSquad()) {
                return full("per-squad", squad, limits().perSquad(), "in work in squad " + task.squadId(), null);
            }
        }
        int fleet = inWork();
        if (fleet >= limits().fleet()) {
            return full("fleet", fleet, limits().fleet(), "in work", null);
        }
        List<Instant> lately = dispatchedWithinHour();
        if (lately.size() >= limits().perHour()) {
            return full("per-hour", lately.size(), limits().perHour(), "dispatched within an hour",
                    lately.get(lately.size() - limits().perHour()).plus(HOUR));
        }
        return share(task, groups);
    }

    private Optional<BlockedBy> share(RepairTask task, List<Group> groups) {
        List<Group> counted = groups.stream().filter(group -> !group.kind()).toList();
        if (counted.isEmpty() || limits().share() >= 1) {
            return Optional.empty();
        }
        Map<String, Set<SubjectRef>> inWork = subjectsInWork();
        for (Group group : counted) {
            Set<SubjectRef> busy = inWork.getOrDefault(group.name(), Set.of());
            int allowed = Math.max(1, (int) Math.floor(group.subjects() * limits().share()));
            if (busy.size() >= allowed && !busy.contains(task.subject())) {
                return full("share", busy.size(), allowed, "worked on of the %d subjects of %s".formatted(
                        group.subjects(), group.name()), null);
            }
        }
        return Optional.empty();
    }

    private static Optional<BlockedBy> full(String budget, int used, int limit, String what,
            @Nullable Instant until) {
        return Optional.of(new BlockedBy(budget, "%d of at most %d %s".formatted(used, limit, what), until));
    }

    /// @return whether a budget blocks, not a storm or anything else
    public static boolean isBudget(BlockedBy blocked) {
        return Set.of("per-subject", "per-squad", "fleet", "per-hour", "share").contains(blocked.by());
    }

    /// @return the room of every squad, where tasks that are approved and will come to it count as in work
    public SquadRoom squadRoom() {
        Map<String, Integer> assigned = new HashMap<>();
        jdbc.sql("select squad_id, count(*) from repair_task where status in ('APPROVED', 'DISPATCHED', 'RUNNING')"
                + " and squad_id is not null group by squad_id")
                .query(row -> {
                    assigned.put(row.getString(1), row.getInt(2));
                });
        return new SquadRoom(limits().perSquad(), assigned);
    }

    int inWork() {
        return count(IN_WORK);
    }

    /// @return the subjects that are worked on, by the names of their groups
    Map<String, Set<SubjectRef>> subjectsInWork() {
        Map<String, Set<SubjectRef>> busy = new HashMap<>();
        store.inWork().forEach(task -> task.execution().scopes()
                .forEach(scope -> busy.computeIfAbsent(scope, any -> new HashSet<>()).add(task.subject())));
        return busy;
    }

    /// @return when tasks were dispatched within the last hour, oldest first
    List<Instant> dispatchedWithinHour() {
        return jdbc.sql(
                "select dispatched_at from task_run where dispatched_at > ? and channel <> ? order by dispatched_at")
                .param(clock.instant().minus(HOUR).atOffset(ZoneOffset.UTC)).param(Execution.PAGE)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant()).list();
    }

    private int count(String where, Object... values) {
        return jdbc.sql("select count(*) from repair_task where " + where).params(values).query(Integer.class).single();
    }
}
