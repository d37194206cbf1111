package ink.dreamnet.halo.weakpoint;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.DeclaredSubjects;
import org.springframework.beans.factory.ObjectProvider;

/// The weak points of a history that is played: the same detection, but in memory, and nobody is notified. There are no silences, and no
/// weak point names a deploy. Not for use by several threads at once.
public final class WeakPointsInMemory implements WeakPointAges {

    private final RecordsInMemory records = new RecordsInMemory();
    private final WeakPointDetector detector;

    /// @param declared what is declared of the subjects
    /// @param order which repairs wait for others
    /// @param detected takes what each cycle detects
    /// @param clock the time of the history
    public WeakPointsInMemory(DeclaredSubjects declared, WeakPointProperties properties, RepairOrder order,
            Consumer<WeakPointsDetected> detected, Clock clock) {
        this.detector = new WeakPointDetector(records, properties,
                new Suppressor(declared, now -> List.of(), identity -> true),
                unobserved -> Set.of(), new Known<DeployHistory>(List.of()), new Known<>(List.of(order)), event -> {
                    if (event instanceof WeakPointsDetected found) {
                        detected.accept(found);
                    }
                }, clock);
    }

    /// What there is one of, or none.
    private record Known<T>(List<T> known) implements ObjectProvider<T> {
        @Override
        public Stream<T> stream() {
            return known.stream();
        }
    }

    /// As [WeakPoints#detect].
    public Detection detect(Observations observations, Instant began) {
        return detector.detect(observations, began);
    }

    @Override
    public Map<UUID, Instant> thereSince(Collection<UUID> ids) {
        return records.thereSince(ids);
    }

    /// As [WeakPoints#holdTasks].
    public void holdTasks(Map<UUID, String> reasons) {
        records.holdTasks(reasons);
    }
}
