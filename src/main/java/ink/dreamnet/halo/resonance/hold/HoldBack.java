package ink.dreamnet.halo.resonance.hold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.KnownGroups;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.resonance.origin.Storms;
import ink.dreamnet.halo.task.RepairFate;
import ink.dreamnet.halo.weakpoint.RepairOrder;
import org.jspecify.annotations.Nullable;

/// Lets of those that fell together only one be repaired at first: the likely origin, which most of the others have for a cause by what
/// is declared, or where there is none the first one. The others wait for what becomes of it. Where a repair helped, all that are not up
/// with it have their turns; where one did not, or nobody wanted it, the next one has; and after a set time all have.
///
/// Subjects fell together where they are of one kind and became weak in a storm, or are of one learned group and became weak within 15
/// minutes. Only what was seen healthy before fell. What is there already is not drawn in, so it keeps its proposals.
///
/// O(open) for each cycle. What it knows is derived from what is open; after a restart those that waited still do. Thread-safe.
public final class HoldBack implements RepairOrder {

    private static final Duration WINDOW = Duration.ofMillis(Storms.WINDOW_MS);

    private final Duration longest;
    private final KnownGroups groups;
    private final Function<Map<UUID, Instant>, Map<UUID, RepairFate>> fates;
    private final Map<SubjectKind, Storms<SubjectRef>> storms = new EnumMap<>(SubjectKind.class);
    private final Set<SubjectRef> healthy = new HashSet<>();
    private final Map<UUID, Fallen> fallen = new HashMap<>();

    /// @param longest how long a repair waits at most
    /// @param groups who falls with whom
    /// @param fates tells of weak points, and since when they are there, what became of what was proposed of them; those of which
    ///        nothing was proposed are absent
    public HoldBack(Duration longest, KnownGroups groups,
            Function<Map<UUID, Instant>, Map<UUID, RepairFate>> fates) {
        this.longest = longest;
        this.groups = groups;
        this.fates = fates;
    }

    @Override
    public synchronized Map<UUID, String> waiting(List<Point> open, Set<SubjectRef> seenHealthy, Instant began) {
        fallen.keySet().retainAll(open.stream().map(Point::id).collect(Collectors.toSet()));
        restore(open);
        List<Point> onsets = open.stream()
                .filter(point -> point.since().equals(began) && healthy.contains(point.subject()))
                .toList();
        assign(open, onsets, began);
        healthy.addAll(seenHealthy);
        Map<Fallen, List<Point>> together = new LinkedHashMap<>();
        open.stream().sorted(Comparator.comparing(Point::since).thenComparing(Point::id)).forEach(point -> {
            Fallen with = fallen.get(point.id());
            if (with != null && with.holds(longest, began)) {
                together.computeIfAbsent(with, any -> new ArrayList<>()).add(point);
            }
        });
        Map<UUID, String> waiting = new HashMap<>();
        if (!together.isEmpty()) {
            Map<UUID, Integer> effects = new HashMap<>();
            open.forEach(point -> {
                if (point.cause() != null) {
                    effects.merge(point.cause(), 1, Integer::sum);
                }
            });
            Map<UUID, Instant> since = new HashMap<>();
            together.forEach((with, points) -> {
                since.putAll(with.turns());
                points.forEach(point -> since.put(point.id(), point.since()));
            });
            Map<UUID, RepairFate> known = fates.apply(since);
            together.forEach((with, points) -> {
                // what is left after a repair that helped is not ended by it
                if (with.turns().keySet().stream().anyMatch(turn -> known.get(turn) == RepairFate.HELPED)) {
                    with.release();
                } else {
                    order(with, points, effects, known, began, waiting);
                }
            });
        }
        return waiting;
    }

    /// Finds those that waited before a restart: they fell together with what became weak within 15 minutes of them.
    private void restore(List<Point> open) {
        if (open.stream().allMatch(point -> !point.waited() || fallen.containsKey(point.id()))) {
            return;
        }
        for (SubjectKind kind : SubjectKind.values()) {
            List<Point> chain = new ArrayList<>();
            for (Point point : open.stream()
                    .filter(each -> each.subject().kind() == kind && !fallen.containsKey(each.id()))
                    .sorted(Comparator.comparing(Point::since)).toList()) {
                if (!chain.isEmpty() && !point.since().isBefore(chain.getLast().since().plus(WINDOW))) {
                    restored(chain);
                    chain = new ArrayList<>();
                }
                chain.add(point);
            }
            restored(chain);
        }
    }

    private void restored(List<Point> chain) {
        if (chain.stream().anyMatch(Point::waited)) {
            Fallen with = new Fallen(true, chain.getFirst().since());
            chain.forEach(point -> join(with, point));
        }
    }

    private void assign(List<Point> open, List<Point> onsets, Instant began) {
        List<Point> recent = open.stream().filter(point -> point.since().plus(WINDOW).isAfter(began)).toList();
        for (SubjectKind kind : SubjectKind.values()) {
            Set<SubjectRef> together = storms.computeIfAbsent(kind, any -> new Storms<>()).cycle(began.toEpochMilli(),
                    onsets.stream().map(Point::subject).filter(subject -> subject.kind() == kind).toList(),
                    healthy.size());
            Fallen raging = raging(kind, recent, began);
            if (raging != null || !together.isEmpty()) {
                List<Point> members = (together.isEmpty() ? onsets : recent).stream()
                        .filter(point -> point.subject().kind() == kind
                                && (together.isEmpty() || together.contains(point.subject())))
                        .toList();
                Fallen with = raging != null ? raging : among(members, true, began);
                with.isStorm();
                members.forEach(point -> join(with, point));
            }
        }
        if (onsets.stream().allMatch(point -> fallen.containsKey(point.id()))) {
            return;
        }
        Map<SubjectRef, List<Point>> bySubject = recent.stream().collect(Collectors.groupingBy(Point::subject));
        for (SubjectGroup group : groups.current()) {
            List<Point> members = group.members().stream()
                    .flatMap(member -> bySubject.getOrDefault(member, List.of()).stream())
                    .filter(point -> healthy.contains(point.subject())).toList();
            if (members.stream().map(Point::subject).distinct().count() > 1) {
                Fallen with = among(members, false, began);
                members.forEach(point -> join(with, point));
            }
        }
    }

    private @Nullable Fallen raging(SubjectKind kind, Collection<Point> recent, Instant began) {
        return recent.stream().filter(point -> point.subject().kind() == kind)
                .flatMap(point -> Stream.ofNullable(fallen.get(point.id())))
                .filter(with -> with.storm() && with.last().plus(WINDOW).isAfter(began)).findFirst().orElse(null);
    }

    /// @return with whom some of them fell shortly before, or a new one
    private Fallen among(List<Point> members, boolean storm, Instant began) {
        return members.stream().flatMap(point -> Stream.ofNullable(fallen.get(point.id())))
                .filter(with -> with.recent(began)).findFirst().orElseGet(() -> new Fallen(storm,
                        members.stream().map(Point::since).min(Comparator.naturalOrder()).orElse(began)));
    }

    private void join(Fallen with, Point point) {
        if (fallen.putIfAbsent(point.id(), with) == null) {
            with.add(point.subject(), point.since());
        }
    }

    /// @param points those of them that are open, the first one first
    /// @param effects of how many a weak point is the cause
    private static void order(Fallen with, List<Point> points, Map<UUID, Integer> effects, Map<UUID, RepairFate> fates,
            Instant now, Map<UUID, String> waiting) {
        List<Point> ranked = points.stream().filter(Point::repairable)
                .sorted(Comparator.comparing((Point point) -> -effects.getOrDefault(point.id(), 0))
                        .thenComparing(Point::since).thenComparing(Point::badness, Comparator.reverseOrder())
                        .thenComparing(Point::id))
                .toList();
        Point turn = ranked.stream().filter(point -> fates.get(point.id()) == RepairFate.AWAITED).findFirst()
                .orElse(null);
        boolean free = turn == null && with.mayFollow(ranked.stream().map(Point::id).toList(), now);
        for (Point point : ranked) {
            boolean origin = effects.containsKey(point.id());
            if (fates.containsKey(point.id()) || point.asked()) {
                continue;
            }
            if (free) {
                turn = point;
                free = false;
            } else if (!origin) {
                waiting.put(point.id(), with.reason(turn == null ? null : turn.subject(),
                        turn != null && effects.containsKey(turn.id())));
            }
        }
        if (turn != null) {
            with.turn(turn, now);
        }
    }
}
