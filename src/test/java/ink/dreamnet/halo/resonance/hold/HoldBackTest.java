package ink.dreamnet.halo.resonance.hold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.SubjectGroup;
import ink.dreamnet.halo.task.RepairFate;
import ink.dreamnet.halo.weakpoint.RepairOrder.Point;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HoldBackTest {

    private static final Duration CYCLE = Duration.ofMinutes(5);

    private final List<SubjectGroup> groups = new ArrayList<>();
    /// What became of what is proposed.
    private final Map<UUID, RepairFate> tasks = new HashMap<>();
    private final Map<String, Point> open = new TreeMap<>();
    private final Set<SubjectRef> healthy = new HashSet<>();
    private HoldBack hold = hold();
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");
    private int next;

    private HoldBack hold() {
        return new HoldBack(Duration.ofHours(24), () -> groups, asked -> {
            Map<UUID, RepairFate> known = new HashMap<>(tasks);
            known.keySet().retainAll(asked.keySet());
            return known;
        });
    }

    @BeforeEach
    void everythingIsHealthy() {
        for (char name = 'a'; name <= 'i'; name++) {
            healthy.add(ref(String.valueOf(name)));
        }
        for (int i = 0; i < 300; i++) {
            cycle();
        }
    }

    private static SubjectRef ref(String name) {
        return new SubjectRef(SubjectKind.ENDPOINT, name);
    }

    /// @return why those wait that do, by their names
    private Map<String, String> cycle() {
        Map<UUID, String> waiting = hold.waiting(List.copyOf(open.values()), healthy, now);
        Map<String, String> names = new TreeMap<>();
        open.replaceAll((name, point) -> {
            String why = waiting.get(point.id());
            boolean waits = why != null;
            if (why != null) {
                names.put(name, why);
            } else if (point.repairable()) {
                tasks.putIfAbsent(point.id(), RepairFate.AWAITED);
            }
            return new Point(point.id(), point.subject(), point.since(), point.badness(), point.cause(),
                    point.repairable(),
                    !waits, waits);
        });
        now = now.plus(CYCLE);
        return names;
    }

    private UUID fall(String name, @Nullable UUID cause, boolean repairable) {
        UUID id = new UUID(0, ++next);
        healthy.remove(ref(name));
        open.put(name, new Point(id, ref(name), now, 2, cause, repairable, false, false));
        return id;
    }

    private UUID fall(String name) {
        return fall(name, null, true);
    }

    private void recover(String name) {
        open.remove(name);
        healthy.add(ref(name));
    }

    @Test
    void waitingWhenFiveFallLetsOneBeRepaired() {
        List.of("a", "b", "c", "d", "e").forEach(this::fall);
        assertThat(cycle()).containsOnlyKeys("b", "c", "d", "e")
                .containsEntry("b", "waits for what becomes of endpoint:a, the first of a storm of 5");
        assertThat(cycle()).containsOnlyKeys("b", "c", "d", "e");
    }

    @Test
    void waitingWhenTwoFallHoldsNothing() {
        fall("a");
        fall("b");
        assertThat(cycle()).isEmpty();
    }

    @Test
    void waitingWhenOneIsTheCauseOfMostLetsThatOneBeRepaired() {
        fall("a");
        UUID origin = fall("b");
        fall("c", origin, false);
        fall("d", origin, false);
        fall("e");
        assertThat(cycle()).containsOnlyKeys("a", "e")
                .containsEntry("a", "waits for what becomes of endpoint:b, the likely origin of a storm of 5");
    }

    @Test
    void waitingWhenNobodySawThemHealthyHoldsNothing() {
        List.of("a", "b", "c", "d").forEach(this::fall);
        hold = hold();
        assertThat(cycle()).isEmpty();
    }

    @Test
    void waitingWhenOneWasThereBeforeLeavesItOut() {
        fall("i");
        cycle();
        now = now.plus(Duration.ofHours(1));
        List.of("a", "b", "c", "d", "e").forEach(this::fall);
        assertThat(cycle()).containsOnlyKeys("b", "c", "d", "e");
        now = now.plus(Duration.ofHours(1));
        fall("h");
        assertThat(cycle()).as("what falls later is no part of it").containsOnlyKeys("b", "c", "d", "e");
    }

    @Test
    void waitingWhenTheyFallOneAfterTheOtherHoldsThoseThatFollow() {
        fall("a");
        assertThat(cycle()).isEmpty();
        fall("b");
        assertThat(cycle()).isEmpty();
        fall("c");
        assertThat(cycle()).containsOnlyKeys("c");
        fall("d");
        assertThat(cycle()).containsOnlyKeys("c", "d");
    }

    @Test
    void waitingWhenItIsKnownWhatBecameOfTheFirstLetsTheNextFollowEverMoreSeldom() {
        Instant began = now;
        List<Duration> turns = new ArrayList<>();
        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i").forEach(this::fall);
        int waiting = cycle().size();
        while (waiting > 0) {
            open.values().forEach(point -> tasks.replace(point.id(), RepairFate.OVER));
            Instant at = now;
            int still = cycle().size();
            if (still < waiting) {
                turns.add(Duration.between(began, at));
            }
            waiting = still;
        }
        assertThat(turns).containsExactly(Duration.ofMinutes(15), Duration.ofMinutes(30), Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(16), Duration.ofHours(24));
    }

    @Test
    void waitingWhenARepairHelpedLetsThoseThatAreStillDownBeRepaired() {
        UUID first = fall("a");
        List.of("b", "c", "d", "e").forEach(this::fall);
        assertThat(cycle()).containsOnlyKeys("b", "c", "d", "e");
        recover("a");
        tasks.put(first, RepairFate.HELPED);
        recover("b");
        assertThat(cycle()).isEmpty();
    }

    @Test
    void waitingWhenTheFirstRecoversGivesTheOthersTimeToFollow() {
        List.of("a", "b", "c", "d", "e").forEach(this::fall);
        cycle();
        now = now.plus(Duration.ofMinutes(30));
        recover("a");
        assertThat(cycle()).hasSize(4).containsEntry("b",
                "waits for what becomes of a storm of 5 after one of them was repaired or recovered");
        cycle();
        cycle();
        assertThat(cycle()).containsOnlyKeys("c", "d", "e");
    }

    @Test
    void waitingWhenNothingCanBeProposedForTheFirstPassesOn() {
        List.of("a", "b", "c").forEach(this::fall);
        assertThat(cycle()).containsOnlyKeys("b", "c");
        tasks.clear();
        now = now.plus(Duration.ofMinutes(15));
        assertThat(cycle()).containsOnlyKeys("c");
    }

    @Test
    void waitingWhenTheTimeIsOverHoldsNothing() {
        List.of("a", "b", "c", "d", "e").forEach(this::fall);
        assertThat(cycle()).hasSize(4);
        now = now.plus(Duration.ofHours(23));
        assertThat(cycle()).hasSize(4);
        now = now.plus(Duration.ofHours(1));
        assertThat(cycle()).isEmpty();
    }

    @Test
    void waitingWhenFewFellHoldsThemForHalfAnHour() {
        List.of("a", "b", "c", "d").forEach(this::fall);
        assertThat(cycle()).hasSize(3);
        now = now.plus(Duration.ofMinutes(20));
        assertThat(cycle()).hasSize(3);
        assertThat(cycle()).isEmpty();
    }

    @Test
    void waitingWhenMoreFollowAGroupIsOneStorm() {
        groups.add(new SubjectGroup("g", List.of(ref("a"), ref("b")), 7));
        fall("a");
        fall("b");
        assertThat(cycle()).containsOnlyKeys("b");
        List.of("c", "d", "e").forEach(this::fall);
        assertThat(cycle()).containsOnlyKeys("b", "c", "d", "e")
                .containsEntry("e", "waits for what becomes of endpoint:a, the first of a storm of 5");
    }

    @Test
    void waitingWhenHaloRestartsGoesOn() {
        List.of("a", "b", "c", "d").forEach(this::fall);
        cycle();
        hold = hold();
        assertThat(cycle()).containsOnlyKeys("b", "c", "d");
        recover("c");
        hold = hold();
        assertThat(cycle()).containsOnlyKeys("b", "d");
    }

    @Test
    void waitingWhenTheSameCycleIsTriedAgainAnswersTheSame() {
        List.of("a", "b", "c", "d").forEach(this::fall);
        Map<UUID, String> first = hold.waiting(List.copyOf(open.values()), healthy, now);
        // the weak points of the first try are gone with its transaction
        List.of("a", "b", "c", "d").forEach(this::fall);
        assertThat(hold.waiting(List.copyOf(open.values()), healthy, now)).hasSameSizeAs(first);
    }

    @Test
    void waitingWhenALearnedGroupFallsLetsOneBeRepaired() {
        groups.add(new SubjectGroup("g", List.of(ref("a"), ref("b")), 7));
        fall("a");
        fall("b");
        assertThat(cycle()).containsExactly(
                Map.entry("b", "waits for what becomes of endpoint:a, the first of a group of 2"));
    }

    @Test
    void waitingWhenSubjectsOfOtherKindsFallHoldsNothingOfThem() {
        fall("a");
        fall("b");
        UUID id = new UUID(0, 99);
        SubjectRef repository = new SubjectRef(SubjectKind.REPOSITORY, "shop");
        healthy.add(repository);
        cycle();
        healthy.remove(repository);
        open.put("z", new Point(id, repository, now, 1, null, true, false, false));
        assertThat(cycle()).isEmpty();
    }
}
