package ink.dreamnet.halo.memory.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/// A ledger in memory. What cannot change any more is forgotten once it is counted. Not for use by several threads at once.
public final class LedgerInMemory implements RepairLedger {

    /// How long after its end a weak point may still come back, and be counted so.
    private static final Duration SETTLED = Duration.ofHours(48);

    private final Map<UUID, Entry> rows = new LinkedHashMap<>();
    private final Map<UUID, Set<UUID>> byPoint = new HashMap<>();
    private long outcomes;

    @Override
    public int add(Collection<RepairEvidence> added, Instant dueAt) {
        int before = rows.size();
        for (RepairEvidence row : added) {
            if (rows.putIfAbsent(row.id(), new Entry(row, null, null, dueAt)) == null) {
                byPoint.computeIfAbsent(row.weakPointId(), any -> new HashSet<>()).add(row.id());
            }
        }
        return rows.size() - before;
    }

    @Override
    public void judge(UUID task, Work work, Instant at) {
        rows.values().stream().map(Entry::evidence)
                .filter(row -> row.taskId().equals(task) && row.decision() == Decision.APPROVED)
                .max(Comparator.comparing(RepairEvidence::decidedAt).thenComparing(RepairEvidence::id))
                .filter(row -> row.work().verdict() == null || row.work().verdict() == Verdict.UNDELIVERABLE)
                .ifPresent(row -> replace(row, work, row.aftermath(), at));
    }

    @Override
    public void ended(Collection<UUID> weakPoints, boolean removed, Instant at) {
        change(weakPoints, after -> after.endedAt() == null,
                after -> new Aftermath(at, removed, after.returnedAt(), after.treatedAt()), at);
    }

    @Override
    public void returned(Collection<UUID> weakPoints, Instant endedAfter, Instant at) {
        change(weakPoints,
                after -> after.endedAt() != null && after.endedAt().isAfter(endedAfter) && !after.removed()
                        && after.returnedAt() == null,
                after -> new Aftermath(after.endedAt(), false, at, after.treatedAt()), at);
    }

    @Override
    public void treated(Collection<UUID> weakPoints, Instant at) {
        change(weakPoints, after -> after.treatedAt() == null && after.endedAt() == null,
                after -> new Aftermath(null, after.removed(), after.returnedAt(), at), at);
    }

    private void change(Collection<UUID> weakPoints, Predicate<Aftermath> which, UnaryOperator<Aftermath> change,
            Instant at) {
        of(weakPoints).stream().filter(row -> which.test(row.aftermath()))
                .forEach(row -> replace(row, row.work(), change.apply(row.aftermath()), at));
    }

    private List<RepairEvidence> of(Collection<UUID> weakPoints) {
        List<RepairEvidence> found = new ArrayList<>();
        for (UUID point : weakPoints) {
            for (UUID id : byPoint.getOrDefault(point, Set.of())) {
                Entry entry = rows.get(id);
                if (entry != null) {
                    found.add(entry.evidence());
                }
            }
        }
        return found;
    }

    private void replace(RepairEvidence row, Work work, Aftermath aftermath, Instant dueAt) {
        rows.computeIfPresent(row.id(), (id, entry) -> new Entry(new RepairEvidence(id, row.taskId(),
                row.weakPointId(), row.decision(), row.decidedAt(), row.repair(), work, aftermath, row.imported()),
                entry.counted(), entry.outcomeNo(), dueAt));
    }

    @Override
    public Set<UUID> inTreatment(Collection<UUID> weakPoints) {
        Set<UUID> found = new HashSet<>();
        of(weakPoints).stream().filter(row -> row.decision() == Decision.APPROVED && row.work().verdict() == null
                && row.aftermath().endedAt() == null).forEach(row -> found.add(row.weakPointId()));
        return found;
    }

    @Override
    public Set<UUID> compared(Collection<UUID> tasks) {
        Set<UUID> wanted = new HashSet<>(tasks);
        Set<UUID> found = new HashSet<>();
        rows.values().stream().map(Entry::evidence)
                .filter(row -> row.decision() == Decision.UNDECIDED && wanted.contains(row.taskId()))
                .forEach(row -> found.add(row.taskId()));
        return found;
    }

    @Override
    public List<Entry> due(Instant now, int most) {
        return rows.values().stream().filter(entry -> entry.due(now))
                .sorted(Comparator.comparing((Entry entry) -> instant(entry.dueAt()))
                        .thenComparing(entry -> entry.evidence().id()))
                .limit(most).toList();
    }

    private static Instant instant(@Nullable Instant at) {
        return at == null ? Instant.MAX : at;
    }

    @Override
    public void count(List<Counted> counted) {
        Instant latest = Instant.MIN;
        for (Counted each : counted) {
            Entry entry = rows.get(each.id());
            if (entry != null) {
                rows.put(each.id(), new Entry(entry.evidence(), each.counted(), each.outcomeNo(), each.dueAt()));
                latest = entry.dueAt() != null && entry.dueAt().isAfter(latest) ? entry.dueAt() : latest;
            }
        }
        if (!latest.equals(Instant.MIN)) {
            forget(latest.minus(SETTLED));
        }
    }

    private void forget(Instant endedBefore) {
        rows.values().removeIf(entry -> {
            RepairEvidence row = entry.evidence();
            Instant ended = row.aftermath().endedAt();
            boolean settled = entry.dueAt() == null && ended != null && ended.isBefore(endedBefore)
                    && (row.decision() != Decision.APPROVED || row.work().verdict() != null);
            if (settled) {
                byPoint.computeIfPresent(row.weakPointId(), (point, ids) -> {
                    ids.remove(row.id());
                    return ids.isEmpty() ? null : ids;
                });
            }
            return settled;
        });
    }

    @Override
    public void each(Consumer<Entry> reader) {
        rows.values().stream().filter(entry -> entry.outcomeNo() != null)
                .sorted(Comparator.comparingLong(entry -> Objects.requireNonNullElse(entry.outcomeNo(), 0L)))
                .forEach(reader);
        rows.values().stream().filter(entry -> entry.outcomeNo() == null).forEach(reader);
    }

    @Override
    public void eachOwn(Consumer<RepairEvidence> reader) {
        rows.values().stream().map(Entry::evidence).filter(row -> !row.imported()).forEach(reader);
    }

    @Override
    public void judged(Instant after, Instant until, Consumer<RepairEvidence> reader) {
        rows.values().stream().map(Entry::evidence)
                .filter(row -> instant(row.work().verdictAt()).isAfter(after)
                        && !instant(row.work().verdictAt()).isAfter(until))
                .sorted(Comparator.comparing((RepairEvidence row) -> instant(row.work().verdictAt()))
                        .thenComparing(RepairEvidence::id))
                .forEach(reader);
    }

    @Override
    public long lock() {
        return outcomes;
    }

    @Override
    public void outcomes(long number) {
        outcomes = number;
    }
}
