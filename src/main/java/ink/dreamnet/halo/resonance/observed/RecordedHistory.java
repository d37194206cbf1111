package ink.dreamnet.halo.resonance.observed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.memory.trait.EntityState;
import ink.dreamnet.halo.memory.trait.SubjectHistory;
import ink.dreamnet.halo.memory.trait.SubjectHistory.Begun;
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
    /// How many changes are read at once: some 20 MB while they are sorted.
    private static final int MOST_CHANGES = 200_000;

    private final SubjectHistory history;

    RecordedHistory(SubjectHistory history) {
        this.history = history;
    }

    /// One cycle, as it is recorded.
    ///
    /// @param atMs when it observed, in ms since 1970
    /// @param seen what is recorded of it
    public record Recorded(long atMs, List<Seen> seen) {

        /// @return it as facts; new subjects get new numbers
        public CycleFacts facts(Fleet fleet) {
            return CycleFacts.of(atMs, Seen.looks(seen, fleet));
        }
    }

    /// Reads the last 90 days before a time, or the last 200,000 changes where these are fewer days. O(c log c) for c changes.
    ///
    /// @param untilMs until when, inclusive
    /// @param reader a new one; it can go on from there
    /// @param cyclesMs when cycles observed, in ms since 1970: those in which nothing changed are there without looks
    /// @return the cycles in their order
    @Transactional(readOnly = true)
    public List<Recorded> read(Reader reader, long untilMs, Collection<Long> cyclesMs) {
        long from = history.read(Math.max(0, untilMs - WINDOW.toMillis()), untilMs, MOST_CHANGES, reader::began);
        reader.fromMs = from;
        return reader.cycles(untilMs, cyclesMs, history.surelyObservedMs());
    }

    /// Goes on from where a reader is, up to another time. O(c log c) for c changes since then.
    ///
    /// @return the cycles in their order
    @Transactional(readOnly = true)
    public List<Recorded> readOn(Reader reader, long untilMs, Collection<Long> cyclesMs) {
        history.changes(reader.atMs, untilMs, reader::began);
        reader.fromMs = reader.atMs + 1;
        return reader.cycles(untilMs, cyclesMs, Map.of());
    }

    /// Puts together what the analyzers observed of each subject. Not for use by several threads at once.
    public static final class Reader {

        private final Map<SubjectRef, Subject> subjects = new HashMap<>();
        private final List<Event> events = new ArrayList<>();
        private final Set<SubjectRef> gone = new TreeSet<>();
        private long fromMs;
        private long atMs = Long.MIN_VALUE;

        private record Event(long atMs, SubjectRef subject, Health health) {
        }

        /// @param open whether a weak point is open that is not observed
        private record Known(EntityState state, @Nullable Severity worst, boolean open) {
        }

        private static final class Subject {
            private final Map<String, Known> byAnalyzer = new HashMap<>();
            private long lastMs = Long.MIN_VALUE;

            Health health() {
                Severity worst = Severity.LOW;
                boolean unknown = false;
                boolean known = false;
                for (Known one : byAnalyzer.values()) {
                    unknown |= one.open();
                    known |= one.state() != EntityState.UNKNOWN;
                    if (weak(one.state())) {
                        // a weak point is at least medium
                        Severity severity = one.worst() == null ? Severity.MEDIUM : one.worst();
                        worst = severity.atLeast(worst) ? severity : worst;
                    }
                }
                return !known || worst == Severity.LOW && unknown ? Health.UNKNOWN : Seen.healthOf(worst);
            }
        }

        private static boolean weak(EntityState state) {
            return state == EntityState.WEAK || state == EntityState.FLAPPING;
        }

        /// @return the subjects that nobody watches any more, since this was asked last, in their order
        public Set<SubjectRef> takeGone() {
            Set<SubjectRef> taken = new TreeSet<>(gone);
            gone.clear();
            return taken;
        }

        void began(Begun begun) {
            Subject subject = subjects.computeIfAbsent(begun.subject(), _ -> new Subject());
            Known before = subject.byAnalyzer.get(begun.analyzer());
            Long after = begun.afterMs();
            if (before != null && after != null && after > Math.max(atMs, subject.lastMs) && after < begun.atMs()) {
                events.add(new Event(after, begun.subject(), subject.health()));
            }
            if (begun.state() == EntityState.REMOVED) {
                subject.byAnalyzer.remove(begun.analyzer());
            } else {
                boolean open = begun.state() == EntityState.UNKNOWN
                        && (begun.worst() != null || before != null && (before.open() || weak(before.state())));
                subject.byAnalyzer.put(begun.analyzer(), new Known(begun.state(), begun.worst(), open));
            }
            if (subject.byAnalyzer.isEmpty()) {
                gone.add(begun.subject());
            } else {
                gone.remove(begun.subject());
            }
            events.add(new Event(begun.atMs(), begun.subject(), subject.health()));
            subject.lastMs = begun.atMs();
        }

        /// @param sureMs by analyzer when it had surely observed all that it knows
        List<Recorded> cycles(long untilMs, Collection<Long> cyclesMs, Map<String, Long> sureMs) {
            if (!sureMs.isEmpty()) {
                subjects.forEach((ref, subject) -> {
                    Health health = subject.health();
                    long last = subject.byAnalyzer.keySet().stream().mapToLong(name -> sureMs.getOrDefault(name, 0L))
                            .max().orElse(0);
                    if (health != Health.UNKNOWN && last > subject.lastMs && last <= untilMs) {
                        events.add(new Event(last, ref, health));
                    }
                });
            }
            events.sort(Comparator.comparingLong(Event::atMs));
            TreeMap<Long, TreeMap<SubjectRef, Seen>> byTime = new TreeMap<>();
            cyclesMs.stream().filter(at -> at >= fromMs && at <= untilMs)
                    .forEach(at -> byTime.put(at, new TreeMap<>()));
            events.forEach(event -> byTime
                    .computeIfAbsent(Math.max(fromMs, event.atMs()), _ -> new TreeMap<>())
                    .put(event.subject(), new Seen(event.subject(), event.health(), Double.NaN)));
            events.clear();
            atMs = untilMs;
            return byTime.entrySet().stream()
                    .map(cycle -> new Recorded(cycle.getKey(), List.copyOf(cycle.getValue().values()))).toList();
        }
    }
}
