package ink.dreamnet.halo.weakpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.weakpoint.WeakPointProperties.Flapping;

/// Weak points in memory: those that are open, and those that would be the same ones if they were there again. Their history is not
/// kept. Not for use by several threads at once.
final class RecordsInMemory implements WeakPointRecords {

    /// One that is resolved does not flap.
    private static final Flapping NONE = new Flapping(false, 100, 0);

    private final Map<UUID, WeakPointEntity> open = new TreeMap<>();
    /// In the order of their resolution.
    private final Map<UUID, WeakPointEntity> resolved = new LinkedHashMap<>();

    @Override
    public void add(WeakPointEntity weakPoint) {
        open.put(weakPoint.id(), weakPoint);
    }

    @Override
    public List<WeakPointEntity> findAll(Collection<UUID> ids) {
        List<WeakPointEntity> found = new ArrayList<>();
        for (UUID id : ids) {
            WeakPointEntity point = open.containsKey(id) ? open.get(id) : resolved.get(id);
            if (point != null) {
                found.add(point);
            }
        }
        return found;
    }

    @Override
    public Map<UUID, Instant> thereSince(Collection<UUID> ids) {
        Map<UUID, Instant> since = new HashMap<>();
        findAll(ids).forEach(point -> since.put(point.id(),
                Objects.requireNonNullElse(point.episodeFrom(), point.firstSeenAt())));
        return since;
    }

    @Override
    public List<WeakPointEntity> lockActive() {
        return List.copyOf(open.values());
    }

    @Override
    public List<WeakPointEntity> resolvedSince(Collection<SubjectRef> subjects, Instant since) {
        Set<SubjectRef> wanted = new HashSet<>(subjects);
        return resolved.values().stream()
                .filter(point -> resolvedAfter(point, since) && wanted.contains(point.identity().subject())).toList();
    }

    /// Forgets those that were resolved before.
    @Override
    public void sampleHealthy(Instant since, Predicate<Identity> healthy) {
        resolved.values().removeIf(point -> !resolvedAfter(point, since));
        resolved.values().stream().filter(point -> healthy.test(point.identity()))
                .forEach(point -> point.sample(false, NONE));
    }

    private static boolean resolvedAfter(WeakPointEntity point, Instant since) {
        Instant at = point.resolvedAt();
        return at != null && at.isAfter(since);
    }

    @Override
    public void write(WeakPointStore.Events events) {
        List<WeakPointEntity> reopened = resolved.values().stream()
                .filter(point -> point.state() != WeakPointState.RESOLVED).toList();
        reopened.forEach(point -> {
            resolved.remove(point.id());
            open.put(point.id(), point);
        });
        List<WeakPointEntity> ended = open.values().stream().filter(point -> point.state() == WeakPointState.RESOLVED)
                .toList();
        ended.forEach(point -> {
            open.remove(point.id());
            resolved.put(point.id(), point);
        });
    }

    @Override
    public void holdTasks(Map<UUID, String> reasons) {
        reasons.forEach((id, reason) -> {
            WeakPointEntity point = open.get(id);
            if (point != null) {
                point.decide(new TaskDecision(TaskDecision.Decision.HOLD, reason));
            }
        });
    }
}
