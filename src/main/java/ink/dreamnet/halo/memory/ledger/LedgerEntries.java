package ink.dreamnet.halo.memory.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.DeclaredSubjects;
import ink.dreamnet.halo.core.Ids;
import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.task.PendingTasks;
import ink.dreamnet.halo.task.TaskStatus;
import ink.dreamnet.halo.task.TasksChanged;
import ink.dreamnet.halo.task.TasksChanged.Snapshot;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointAges;
import ink.dreamnet.halo.weakpoint.WeakPointsDetected;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Turns what happened to tasks and weak points into rows of the ledger.
@Component
public class LedgerEntries {

    /// Within what time a weak point that was resolved and is there again has come back, as in the rest of HALO.
    static final Duration SAME_EPISODE = Duration.ofHours(24);
    /// With how many others that wait for approval a repair is compared when it is approved.
    private static final int COMPARED = 4;
    private static final int MOST_PENDING = 50;

    private final RepairLedger ledger;
    private final PendingTasks tasks;
    private final WeakPointAges weakPoints;
    private final DeclaredSubjects declared;
    private final MemoryProperties properties;
    private final Clock clock;

    public LedgerEntries(RepairLedger ledger, PendingTasks tasks, WeakPointAges weakPoints, DeclaredSubjects declared,
            MemoryProperties properties, Clock clock) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.weakPoints = weakPoints;
        this.declared = declared;
        this.properties = properties;
        this.clock = clock;
    }

    private record Decided(Snapshot task, Decision decision) {
    }

    /// @param changes what happened to tasks in a transaction, in its order
    /// @param detected what a cycle detected in it; null where it is not that of a cycle
    public void write(List<TasksChanged.Change> changes, @Nullable WeakPointsDetected detected) {
        Instant now = clock.instant();
        List<Decided> decided = new ArrayList<>(changes.stream().flatMap(LedgerEntries::decided).toList());
        List<Snapshot> approved = decided.stream().filter(each -> each.decision() == Decision.APPROVED)
                .map(Decided::task).toList();
        if (!approved.isEmpty()) {
            decided.addAll(compared(approved));
            ledger.treated(approved.stream().map(task -> task.proposal().weakPointId()).distinct().sorted().toList(),
                    now);
        }
        if (!decided.isEmpty()) {
            ledger.add(evidence(decided, approved, now), now);
        }
        changes.forEach(change -> judged(change, now));
        if (detected != null) {
            aftermath(detected);
        }
    }

    private static Stream<Decided> decided(TasksChanged.Change change) {
        Decision decision = switch (change.action()) {
            case APPROVED -> Decision.APPROVED;
            case REJECTED -> Decision.REJECTED;
            case EXPIRED -> Decision.EXPIRED;
            // what was approved before has its row
            case CANCELLED -> change.from() != null && TaskStatus.UNDECIDED.contains(change.from())
                    ? Decision.CANCELLED
                    : null;
            case PROPOSED, SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVAL_LAPSED, APPROVAL_WITHHELD, MOOT,
                    DISPATCHED, LEASED, ACCEPTED,
                    SUCCEEDED, FAILED, RETRIED, DEAD_LETTER, VERIFIED ->
                null;
        };
        return decision == null ? Stream.empty() : Stream.of(new Decided(change.task(), decision));
    }

    /// Each task is compared with once at most, and the choice does not depend on what becomes of it.
    private List<Decided> compared(List<Snapshot> approved) {
        record Kind(String strategy, @Nullable String code) {
        }
        Set<Kind> kinds = approved.stream().map(task -> new Kind(task.proposal().strategy(), task.proposal().code()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<UUID> own = approved.stream().map(Snapshot::id).collect(Collectors.toSet());
        List<Decided> compared = new ArrayList<>();
        for (Kind kind : kinds) {
            if (kind.code() == null) {
                continue;
            }
            List<Snapshot> pending = tasks.pending(kind.strategy(), kind.code(), MOST_PENDING).stream()
                    .filter(task -> !own.contains(task.id())).toList();
            Set<UUID> before = ledger.compared(pending.stream().map(Snapshot::id).toList());
            pending.stream().filter(task -> !before.contains(task.id())).limit(COMPARED)
                    .forEach(task -> compared.add(new Decided(task, Decision.UNDECIDED)));
        }
        return compared;
    }

    private List<RepairEvidence> evidence(List<Decided> decided, List<Snapshot> approved, Instant now) {
        Set<UUID> points = decided.stream().map(each -> each.task().proposal().weakPointId())
                .collect(Collectors.toSet());
        Map<UUID, Instant> since = weakPoints.thereSince(points);
        Map<SubjectRef, Facts> facts = declared.facts(decided.stream().map(each -> each.task().proposal().subject())
                .collect(Collectors.toSet()));
        Set<UUID> treated = new HashSet<>(ledger.inTreatment(points));
        approved.forEach(task -> treated.add(task.proposal().weakPointId()));
        Set<UUID> compared = ledger.compared(decided.stream().map(each -> each.task().id()).toList());
        List<RepairEvidence> rows = new ArrayList<>();
        for (Decided each : decided) {
            var proposal = each.task().proposal();
            String code = proposal.code();
            if (code == null) {
                continue;
            }
            Instant began = since.get(proposal.weakPointId());
            rows.add(new RepairEvidence(Ids.next(), each.task().id(), proposal.weakPointId(), each.decision(), now,
                    new RepairCase(code, proposal.subject(),
                            facts.getOrDefault(proposal.subject(), Facts.NONE).labels(),
                            proposal.severity(), began == null ? null : Duration.between(began, now).toMillis(),
                            proposal.strategy(), proposal.step(), proposal.failedBefore(), each.task().type(),
                            properties.horizonOf(each.task().type()).toMillis()),
                    // each weak point is compared with once for a task, and only while nobody works on it
                    Work.NONE, each.decision().control() && (treated.contains(proposal.weakPointId())
                            || compared.contains(each.task().id()))
                                    ? new Aftermath(null, false, null, now)
                                    : Aftermath.NONE,
                    false));
        }
        return rows;
    }

    private void judged(TasksChanged.Change change, Instant now) {
        Snapshot task = change.task();
        Verdict verdict = switch (change.action()) {
            case VERIFIED -> task.verification() == null ? null : Verdict.of(task.verification());
            case DEAD_LETTER -> Verdict.UNDELIVERABLE;
            case PROPOSED, SEVERITY_RAISED, EDITED, APPROVAL_GIVEN, APPROVED, APPROVAL_LAPSED, APPROVAL_WITHHELD,
                    REJECTED, EXPIRED,
                    CANCELLED, MOOT, DISPATCHED, LEASED, ACCEPTED, SUCCEEDED, FAILED, RETRIED ->
                null;
        };
        if (verdict != null) {
            ledger.judge(task.id(),
                    new Work(task.proposal().squadId(), task.agent(), task.dispatchedAt(), verdict, now),
                    now);
        }
    }

    private void aftermath(WeakPointsDetected detected) {
        ledger.ended(ids(detected.resolved().stream()
                .filter(point -> !point.subjectRemoved())), false, detected.at());
        ledger.ended(ids(detected.resolved().stream()
                .filter(WeakPoint::subjectRemoved)), true, detected.at());
        ledger.returned(ids(detected.appeared().stream().filter(point -> point.recurrences() > 0)),
                detected.at().minus(SAME_EPISODE), detected.at());
    }

    /// In one order, as whoever locks many rows does.
    private static Collection<UUID> ids(Stream<WeakPoint> points) {
        return points.map(WeakPoint::id).sorted().toList();
    }
}
