import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ink.dreamnet.halo.support.TaskReceiver;

/// Compares the ledger, and what the receiver got, with what is in the database.
final class Judge {

    /// By how much the clocks of two replicas may differ, which compare themselves with the database now and then.
    private static final Duration CLOCKS = Duration.ofMillis(500);

    private final Postgres postgres;
    private final Ledger ledger;
    private final TaskReceiver receiver;
    private final Duration interval;
    private final List<String> seen = new ArrayList<>();

    Judge(Postgres postgres, Ledger ledger, TaskReceiver receiver, Duration interval) {
        this.postgres = postgres;
        this.ledger = ledger;
        this.receiver = receiver;
        this.interval = interval;
    }

    /// @param faults from when to when each lasted, its recovery included
    /// @return what was compared, a line for each
    List<String> judge(List<Instant[]> faults) throws SQLException {
        definitions();
        cycles();
        firings(faults);
        tasks();
        results();
        trail();
        intake();
        return seen;
    }

    private void definitions() throws SQLException {
        compare("endpoint", ledger.endpoints, column("select id from definition where kind = 'endpoint'"));
        compare("agent", ledger.agents, column("select id from agent"));
    }

    private void compare(String kind, Map<String, Boolean> acknowledged, Set<String> present) {
        acknowledged.forEach((id, there) -> {
            if (there != present.contains(id)) {
                Report.violation("%s %s is %s, and the contrary was acknowledged".formatted(kind, id,
                        there ? "missing" : "there"));
            }
        });
        seen.add("%d definitions of the kind %s that were put or deleted".formatted(acknowledged.size(), kind));
    }

    private void cycles() throws SQLException {
        Map<String, List<String>> byId = new HashMap<>();
        postgres.query("select id, status, rerun_as from halo_cycle").forEach(row -> byId.put(row.getFirst(), row));
        for (String promised : ledger.cycles) {
            String id = promised;
            while (id != null && byId.containsKey(id) && !byId.get(id).get(1).equals("COMPLETED")) {
                id = byId.get(id).get(2);
            }
            if (id == null || !byId.containsKey(id)) {
                Report.violation("the promised cycle %s was never completed".formatted(promised));
            }
        }
        List<List<String>> together = postgres.query("""
                select a.id, b.id from halo_cycle a join halo_cycle b on a.id <> b.id and a.started_at <= b.started_at
                    and b.started_at < a.started_at + (a.duration_ms - 5) * interval '1 millisecond'
                where a.status = 'COMPLETED' and b.status = 'COMPLETED'""");
        together.forEach(pair -> Report.violation("cycles %s were under way at once".formatted(pair)));
        seen.add("%d cycles that were promised; %d completed and %d interrupted in all, %d pairs at once".formatted(
                ledger.cycles.size(), byId.values().stream().filter(row -> row.get(1).equals("COMPLETED")).count(),
                byId.values().stream().filter(row -> row.get(1).equals("INTERRUPTED")).count(), together.size()));
    }

    private void firings(List<Instant[]> faults) throws SQLException {
        List<List<String>> rows = postgres.query("""
                select (extract(epoch from requested_at) * 1000)::bigint, reason from cycle_request
                where trigger_name = 'time' order by requested_at""");
        int late = 0;
        int missed = 0;
        for (int i = 1; i < rows.size(); i++) {
            Instant before = Instant.ofEpochMilli(Long.parseLong(rows.get(i - 1).getFirst()));
            Instant at = Instant.ofEpochMilli(Long.parseLong(rows.get(i).getFirst()));
            Duration gap = Duration.between(before, at);
            String reason = rows.get(i).get(1);
            boolean start = reason.contains("after a start");
            if (gap.compareTo(interval.minus(CLOCKS)) < 0 && !start) {
                Report.violation("the time trigger fired at %s and again %d ms later: %s".formatted(before,
                        gap.toMillis(), reason));
            }
            if (gap.compareTo(interval.multipliedBy(2).plusSeconds(1)) > 0) {
                late++;
                missed += reason.contains("made up for") || start ? 1 : 0;
                if (faults.stream().noneMatch(fault -> fault[0].isBefore(at)
                        && fault[1].plus(interval).plusSeconds(30).isAfter(before))) {
                    Report.violation("the time trigger missed an interval without a fault, between %s and %s"
                            .formatted(before, at));
                }
            }
        }
        seen.add("%d firings of the time trigger; %d came an interval late or later, of which %d say so or are the first after a start; the others were asked for before and waited for a lock or a connection"
                .formatted(rows.size(), late, missed));
    }

    private void tasks() throws SQLException {
        Map<String, Set<String>> keys = receiver.requests().stream().collect(Collectors.groupingBy(
                request -> request.json().get("data").get("haloTaskId").asString(),
                Collectors.mapping(TaskReceiver.Request::key, Collectors.toSet())));
        keys.forEach((task, of) -> {
            if (of.size() > 1) {
                Report.violation("task %s was sent under %s".formatted(task, of));
            }
            if (ledger.rejected.contains(task)) {
                Report.violation("task %s was rejected and sent".formatted(task));
            }
        });
        Set<String> recorded = column("select subject_id from audit_entry where action = 'task.approved'");
        Set<String> run = column("select distinct task_id from task_run");
        run.stream().filter(task -> !recorded.contains(task))
                .forEach(task -> Report.violation("task %s was done and never approved".formatted(task)));
        int delivered = 0;
        for (List<String> row : postgres.query("select id, type, status, channel from repair_task")) {
            String task = row.getFirst();
            boolean pushed = row.get(1).equals("repair.api.endpoint");
            String status = row.get(2);
            if (ledger.approved.contains(task)) {
                if (Set.of("SUGGESTED", "PENDING_APPROVAL", "REJECTED", "EXPIRED").contains(status)) {
                    Report.violation("task %s was approved and is %s".formatted(task, status));
                } else if (pushed && !keys.containsKey(task) && !status.equals("CANCELLED")) {
                    Report.violation("task %s was approved, is %s and was never sent".formatted(task, status));
                } else if (!pushed && !run.contains(task) && !status.equals("CANCELLED")) {
                    Report.violation("task %s was approved, is %s and was never leased".formatted(task, status));
                }
                delivered += pushed && keys.containsKey(task) ? 1 : 0;
            }
            if (ledger.rejected.contains(task) && !status.equals("REJECTED")) {
                Report.violation("task %s was rejected and is %s".formatted(task, status));
            }
        }
        List<List<String>> twice = postgres.query("""
                select subject_id, action from audit_entry where action in ('task.approved', 'task.rejected',
                'task.succeeded') group by subject_id, action having count(*) > 1""");
        twice.forEach(row -> Report.violation("task %s is recorded twice".formatted(row)));
        seen.add("%d approvals and %d rejections; %d approved tasks sent, each under one key, in %d requests".formatted(
                ledger.approved.size(), ledger.rejected.size(), delivered, receiver.requests().size()));
    }

    private void results() throws SQLException {
        Map<String, String> recorded = new HashMap<>();
        postgres.query("select lease_id, outcome from task_run where lease_id is not null")
                .forEach(row -> recorded.put(row.getFirst(), row.get(1)));
        ledger.leaseResults.forEach((lease, outcome) -> {
            if (!outcome.equals(recorded.get(lease))) {
                Report.violation("lease %s: %s was acknowledged, %s is recorded".formatted(lease, outcome,
                        recorded.get(lease)));
            }
        });
        ledger.leaseRefused.forEach((lease, outcome) -> {
            if (outcome.equals(recorded.get(lease))) {
                Report.violation("lease %s: %s was refused and is recorded".formatted(lease, outcome));
            }
        });
        Set<String> succeeded = column("select id from repair_task where status = 'SUCCEEDED'");
        ledger.succeeded.stream().filter(task -> !succeeded.contains(task))
                .forEach(task -> Report.violation("the success of task %s was acknowledged and lost".formatted(task)));
        // a report of the run that goes on is not to be refused: its result would be awaited in vain
        Set<String> running = column("select id from repair_task where status in ('DISPATCHED', 'RUNNING')");
        ledger.sentRefused.forEach((task, refusal) -> {
            if (running.contains(task)) {
                Report.violation("task %s still runs; %s".formatted(task, refusal));
            }
        });
        seen.add("%d results by lease acknowledged, %d refused; %d successes of sent tasks".formatted(
                ledger.leaseResults.size(), ledger.leaseRefused.size(), ledger.succeeded.size()));
    }

    /// Read from the first line to the last, the lines of a task lead from each state to the next.
    private void trail() throws SQLException {
        List<List<String>> broken = postgres.query("""
                select subject_id, before, from_state, action from (
                    select subject_id, action, from_state, to_state,
                        lag(to_state) over (partition by subject_id order by seq) as before
                    from audit_entry where subject_type = 'task' and to_state is not null) line
                where before is not null and from_state is not null and before <> from_state""");
        broken.forEach(row -> Report.violation("the audit trail of a task has a gap: " + row));
        seen.add("%d lines of the audit trail of tasks".formatted(
                postgres.number("select count(*) from audit_entry where subject_type = 'task'")));
    }

    private void intake() throws SQLException {
        Map<String, Long> events = new HashMap<>();
        postgres.query("select event_id, count(*) from wormhole_event where direction = 'in' group by event_id")
                .forEach(row -> events.put(row.getFirst(), Long.parseLong(row.get(1))));
        for (String id : ledger.events) {
            if (!Long.valueOf(1).equals(events.get(id))) {
                Report.violation("event %s was acknowledged and is there %s times".formatted(id,
                        events.getOrDefault(id, 0L)));
            }
        }
        Map<String, Instant> beats = new HashMap<>();
        postgres.query("""
                select agent_id, (extract(epoch from seen_at) * 1000)::bigint from agent_heartbeat
                where seen_at is not null""")
                .forEach(row -> beats.put(row.getFirst(), Instant.ofEpochMilli(Long.parseLong(row.get(1)))));
        ledger.heartbeats.forEach((agent, sent) -> {
            Instant at = beats.get(agent);
            // the replicas follow the time of the database within a second
            if (at == null || at.isBefore(sent.minusSeconds(2))) {
                Report.violation("the heartbeat of %s at %s was acknowledged; the last is of %s".formatted(agent, sent,
                        at));
            }
        });
        long counted = postgres.number(
                "select coalesce(sum(requests), 0) from signal_bucket where width_s = 60 and source = 'shop'");
        long least = ledger.signals.get();
        long most = least + ledger.signalsUnanswered.get();
        if (counted < least || counted > most) {
            Report.violation("%d requests were counted; %d were acknowledged, at most %d reported".formatted(counted,
                    least, most));
        }
        seen.add("%d events; last heartbeats of %d agents; %d requests counted, between %d acknowledged and %d reported"
                .formatted(ledger.events.size(), ledger.heartbeats.size(), counted, least, most));
    }

    private Set<String> column(String sql) throws SQLException {
        Set<String> values = new HashSet<>();
        postgres.query(sql).forEach(row -> values.add(row.getFirst()));
        return values;
    }
}
