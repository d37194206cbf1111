package ink.dreamnet.halo.console.cycle;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import ink.dreamnet.halo.weakpoint.WeakPointState;
import org.jspecify.annotations.Nullable;

/// What a cycle saw otherwise than the one before.
///
/// @param appeared the weak points that it saw and the one before did not
/// @param worsened those that are worse than they were
/// @param resolved those that the one before saw, and that are resolved
/// @param unseen those that the one before saw, and that it did not: they were not observed, or not looked at
public record Changed(List<WeakPoint> appeared, List<WeakPoint> worsened, List<WeakPoint> resolved,
        List<WeakPoint> unseen) {

    /// @param now finds weak points as they are now
    static Changed between(RecordedCycle before, RecordedCycle cycle,
            Function<Collection<UUID>, Map<UUID, WeakPoint>> now) {
        Map<UUID, WeakPoint> then = byId(before);
        Map<UUID, WeakPoint> seen = byId(cycle);
        Map<UUID, WeakPoint> gone = now
                .apply(then.keySet().stream().filter(id -> !seen.containsKey(id)).toList());
        return new Changed(seen.values().stream().filter(point -> !then.containsKey(point.id())).toList(),
                seen.values().stream().filter(point -> worse(then.get(point.id()), point)).toList(),
                gone.values().stream().filter(point -> point.state() == WeakPointState.RESOLVED).toList(),
                gone.values().stream().filter(point -> point.state() != WeakPointState.RESOLVED).toList());
    }

    private static boolean worse(@Nullable WeakPoint before, WeakPoint now) {
        return before != null && now.severity().compareTo(before.severity()) > 0;
    }

    private static Map<UUID, WeakPoint> byId(RecordedCycle cycle) {
        return cycle.weakPoints().stream().collect(Collectors.toMap(WeakPoint::id, Function.identity(),
                (one, other) -> one, LinkedHashMap::new));
    }

    /// @return whether nothing is otherwise
    public boolean none() {
        return appeared.isEmpty() && worsened.isEmpty() && resolved.isEmpty() && unseen.isEmpty();
    }
}
