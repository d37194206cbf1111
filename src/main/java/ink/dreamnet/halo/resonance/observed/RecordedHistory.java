package ink.dreamnet.halo.resonance.observed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.SubjectHistory;
import ink.dreamnet.halo.memory.trait.SubjectHistory.Begun;
import ink.dreamnet.halo.memory.trait.SubjectState;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Plays what is recorded of onsets and recoveries as if the cycles happened again, with only the looks that matter: the first one of
/// each state, the last one of the state before, and the last one of all. So episodes have the same bounds as when they were observed.
@Component
public class RecordedHistory {

    /// What is older than that has no say any more.
    public static final Duration WINDOW = Duration.ofDays(90);
    /// How many changes are read at most: some 20 MB while they are sorted.
    private static final int MOST_CHANGES = 200_000;

    private final SubjectHistory history;

    RecordedHistory(SubjectHistory history) {
        this.history = history;
    }

    /// Plays the last 90 days, or the last 200,000 changes where these are fewer days. O(c log c) for c changes.
    ///
    /// @param fleet gets the subjects, in the order in which they were seen
    /// @param cyclesMs when cycles observed, in ms since 1970: those in which nothing changed are played without looks
    /// @param untilMs until when, inclusive
    /// @param each takes the cycles in order
    @Transactional(readOnly = true)
    public void play(Fleet fleet, Collection<Long> cyclesMs, long untilMs, Consumer<CycleFacts> each) {
        Player player = new Player();
        long from = history.read(untilMs - WINDOW.toMillis(), untilMs, MOST_CHANGES, player::began);
        Map<Long, List<Seen>> cycles = player.cycles(from, untilMs, history.surelyObservedMs());
        cyclesMs.stream().filter(at -> at >= from && at <= untilMs)
                .forEach(at -> cycles.computeIfAbsent(at, any -> List.of()));
        cycles.forEach((at, seen) -> each.accept(CycleFacts.of(at, Seen.looks(seen, fleet))));
    }

    /// Puts together what the analyzers observed of each subject.
    static final class Player {

        private final Map<SubjectRef, Subject> subjects = new HashMap<>();
        private final List<Event> events = new ArrayList<>();

        private record Event(long atMs, SubjectRef subject, Health health) {
        }

        /// @param open whether a weak point is open that is not observed
        private record Known(SubjectState state, @Nullable Severity worst, boolean open, long atMs) {
        }

        private static final class Subject {
            final Map<String, Known> byAnalyzer = new HashMap<>();
            long lastMs = Long.MIN_VALUE;

            Health health() {
                Severity worst = Severity.LOW;
                boolean unknown = false;
                boolean known = false;
                for (Known one : byAnalyzer.values()) {
                    unknown |= one.open();
                    switch (one.state()) {
                        case WEAK, FLAPPING -> {
                            known = true;
                            // a weak point is at least medium
                            Severity severity = one.worst() == null ? Severity.MEDIUM : one.worst();
                            worst = severity.atLeast(worst) ? severity : worst;
                        }
                        case CLEAN -> known = true;
                        case UNKNOWN, REMOVED -> {
                        }
                    }
                }
                return !known || worst == Severity.LOW && unknown ? Health.UNKNOWN : Seen.healthOf(worst);
            }
        }

        void began(Begun begun) {
            Subject subject = subjects.computeIfAbsent(begun.subject(), any -> new Subject());
            Known before = subject.byAnalyzer.get(begun.analyzer());
            Long after = begun.afterMs();
            if (before != null && after != null && after > subject.lastMs && after < begun.atMs()) {
                events.add(new Event(after, begun.subject(), subject.health()));
            }
            boolean wasOpen = before != null
                    && (before.open() || before.state() == SubjectState.WEAK
                            || before.state() == SubjectState.FLAPPING);
            boolean open = begun.state() == SubjectState.UNKNOWN && (wasOpen || begun.worst() != null);
            if (begun.state() == SubjectState.REMOVED) {
                subject.byAnalyzer.remove(begun.analyzer());
            } else {
                subject.byAnalyzer.put(begun.analyzer(),
                        new Known(begun.state(), begun.worst(), open, begun.atMs()));
            }
            events.add(new Event(begun.atMs(), begun.subject(), subject.health()));
            subject.lastMs = begun.atMs();
        }

        /// @param fromMs what was before is put there
        /// @param sureMs when an analyzer had surely observed all that it knows
        /// @return what was seen, by the time of the cycle
        TreeMap<Long, List<Seen>> cycles(long fromMs, long untilMs, Map<String, Long> sureMs) {
            subjects.forEach((ref, subject) -> {
                Health health = subject.health();
                long last = subject.byAnalyzer.keySet().stream().mapToLong(name -> sureMs.getOrDefault(name, 0L)).max()
                        .orElse(0);
                if (health != Health.UNKNOWN && last > subject.lastMs && last <= untilMs) {
                    events.add(new Event(last, ref, health));
                }
            });
            events.sort(Comparator.comparingLong(Event::atMs));
            TreeMap<Long, Map<SubjectRef, Health>> byTime = new TreeMap<>();
            events.forEach(event -> byTime.computeIfAbsent(Math.max(fromMs, event.atMs()), any -> new TreeMap<>())
                    .put(event.subject(), event.health()));
            TreeMap<Long, List<Seen>> cycles = new TreeMap<>();
            byTime.forEach((at, seen) -> cycles.put(at, seen.entrySet().stream()
                    .map(one -> new Seen(one.getKey(), one.getValue(), Double.NaN)).toList()));
            return cycles;
        }
    }
}
