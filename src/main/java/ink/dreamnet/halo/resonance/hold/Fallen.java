package ink.dreamnet.halo.resonance.hold;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.origin.Storms;
import ink.dreamnet.halo.weakpoint.RepairOrder.Point;
import org.jspecify.annotations.Nullable;

/// Those that fell together, and whose turn it is to be repaired. Turns come ever more seldom: each not before twice as much time has
/// passed as had at the one before, so that a day has at most eight of them. What repairs of the likely origins do not end is ended by
/// time or by people, not by more of the same.
final class Fallen {

    /// From so many on it is hardly chance, and they wait as long as they may; fewer for half an hour at most.
    private static final int MANY = 5;
    private static final Duration FEW_WAIT = Duration.ofMinutes(30);
    /// As long as that, the others may follow one that has recovered.
    private static final Duration LEAST = Duration.ofMillis(Storms.WINDOW_MS);

    private boolean storm;
    private final Instant began;
    private final Set<SubjectRef> subjects = new HashSet<>();
    private Instant last;
    private final Map<UUID, Instant> turns = new HashMap<>();
    private @Nullable UUID turn;
    private boolean released;
    private Instant next = Instant.MIN;

    /// @param storm whether so many fell that it is no chance; otherwise a group fell that was seen to fall together before
    /// @param began since when the first of them is there
    Fallen(boolean storm, Instant began) {
        this.storm = storm;
        this.began = began;
        this.last = began;
    }

    void add(SubjectRef subject, Instant since) {
        subjects.add(subject);
        last = since.isAfter(last) ? since : last;
    }

    boolean storm() {
        return storm;
    }

    /// Notes that it is a storm, whatever it began as.
    void isStorm() {
        storm = true;
    }

    /// @param longest how long a repair waits at most
    /// @return whether any of them waits still
    boolean holds(Duration longest, Instant now) {
        Duration hold = subjects.size() >= MANY || longest.compareTo(FEW_WAIT) < 0 ? longest : FEW_WAIT;
        return !released && began.plus(hold).isAfter(now);
    }

    /// @return whether it began within the last 15 minutes
    boolean recent(Instant now) {
        return began.plus(LEAST).isAfter(now);
    }

    /// @return since when the last of them is there
    Instant last() {
        return last;
    }

    /// Notes that nobody has to wait any more.
    void release() {
        released = true;
    }

    /// @return who had a turn, and since when each is there
    Map<UUID, Instant> turns() {
        return turns;
    }

    /// Notes whose turn it is.
    void turn(Point point, Instant now) {
        turns.put(point.id(), point.since());
        if (!point.id().equals(turn)) {
            turn = point.id();
            Duration passed = Duration.between(began, now);
            next = began.plus(passed.multipliedBy(2).compareTo(LEAST) > 0 ? passed.multipliedBy(2) : LEAST);
        }
    }

    /// @param open those that are not recovered
    /// @return whether the next one may have its turn
    boolean mayFollow(Collection<UUID> open, Instant now) {
        if (turn != null && !open.contains(turn)) {
            Instant later = now.plus(LEAST);
            next = later.isAfter(next) ? later : next;
            turn = null;
        }
        return !now.isBefore(next);
    }

    /// @param first whose turn it is; null where it has passed and it is nobody's yet
    /// @param origin whether that is the likely origin
    /// @return why another one waits
    String reason(@Nullable SubjectRef first, boolean origin) {
        String all = (storm ? "a storm of " : "a group of ") + subjects.size();
        return "waits for what becomes of " + (first == null
                ? all + " after one of them was repaired or recovered"
                : "%s, %s of %s".formatted(first, origin ? "the likely origin" : "the first", all));
    }
}
