package ink.dreamnet.halo.resonance.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

import ink.dreamnet.halo.core.SubjectDirectory.Facts;
import ink.dreamnet.halo.core.SubjectKind;
import ink.dreamnet.halo.core.SubjectRef;
import ink.dreamnet.halo.resonance.group.Group;
import ink.dreamnet.halo.resonance.group.Groups;
import ink.dreamnet.halo.resonance.timeline.Check;
import ink.dreamnet.halo.resonance.timeline.CycleFacts;
import ink.dreamnet.halo.resonance.timeline.Deployed;
import ink.dreamnet.halo.resonance.timeline.Fleet;
import ink.dreamnet.halo.resonance.timeline.Health;
import ink.dreamnet.halo.resonance.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PlannerTest {

    private static final long CYCLE_MS = 300_000;
    private static final int DAY = 288;

    /// A fleet in closed loop: it is asked for nothing but what is planned.
    private static final class World {

        private final Fleet fleet = new Fleet();
        private final Timeline timeline = new Timeline(50);
        private final Planner planner;
        private Groups groups = Groups.NONE;
        private List<Deployed> deploys = List.of();
        private Set<Integer> always = Set.of();
        private CyclePlan plan;
        private long plannedMs = CYCLE_MS;
        private List<FanOut> fanOut = List.of();
        private long cycle;
        private long looks;
        private long slots;

        World(int subjects, double budget) {
            this(subjects, new PlanSettings(true, CYCLE_MS, budget, 0));
        }

        World(int subjects, PlanSettings settings) {
            for (int i = 0; i < subjects; i++) {
                declare("s" + i);
            }
            planner = new Planner(fleet, settings);
            plan = planner.plan(CYCLE_MS, timeline, groups, always);
        }

        void declare(String id, String... dependsOn) {
            fleet.declare(ref(id), new Facts(Map.of(), Arrays.stream(dependsOn).map(World::ref).toList(), null));
        }

        private static SubjectRef ref(String id) {
            return new SubjectRef(SubjectKind.ENDPOINT, id);
        }

        void run(int cycles, BiPredicate<Long, Integer> down) {
            for (int i = 0; i < cycles; i++) {
                cycle++;
                List<Check> seen = plan.due().stream().map(due -> look(due.subject(), down)).toList();
                CycleFacts facts = new CycleFacts(cycle * CYCLE_MS, seen, List.of(), deploys, List.of());
                fanOut = planner.observed(facts, timeline.add(facts), timeline, groups);
                if (!fanOut.isEmpty()) {
                    planner.observedMore(timeline.addToLast(fanOut.stream().map(more -> look(more.subject(), down))
                            .toList()), timeline);
                }
                looks += seen.size() + fanOut.size();
                slots += fleet.size();
                plannedMs = (cycle + 1) * CYCLE_MS;
                plan = planner.plan(plannedMs, timeline, groups, always);
            }
        }

        private Check look(int subject, BiPredicate<Long, Integer> down) {
            return new Check(subject, down.test(cycle, subject) ? Health.DOWN : Health.UP, Double.NaN);
        }

        void calm(int cycles) {
            run(cycles, (at, subject) -> false);
        }

        Set<Integer> due() {
            return new TreeSet<>(plan.due().stream().map(Due::subject).toList());
        }

        /// Which subjects the next cycles look at, where nothing happens.
        List<Set<Integer>> next(int cycles) {
            List<Set<Integer>> all = new ArrayList<>();
            for (int i = 0; i < cycles; i++) {
                all.add(due());
                calm(1);
            }
            return all;
        }
    }

    @Test
    void planWhenNothingIsKnownLooksAtAll() {
        World world = new World(5, 0.4);

        assertThat(world.due()).containsExactly(0, 1, 2, 3, 4);
        assertThat(world.plan.due().getFirst().why()).isEqualTo("never looked at");
    }

    @Test
    void planWhenNotAdaptiveLooksAtAllAlways() {
        World world = new World(5, new PlanSettings(false, CYCLE_MS, 0.4, 0));
        world.calm(50);

        assertThat(world.due()).hasSize(5);
        assertThat(world.plan.share()).isEqualTo(1);
    }

    @Test
    void planWhenAllIsCalmLooksByTurns() {
        World world = new World(10, 0.4);
        world.calm(2 * DAY);

        List<Set<Integer>> next = world.next(8);

        assertThat(next).allSatisfy(due -> assertThat(due).hasSizeBetween(1, 9));
        assertThat(new TreeSet<>(next.stream().flatMap(Set::stream).toList())).hasSize(10);
    }

    @Test
    void planWhenSomethingIsWeakLooksAtItAndAtWhatDependsOnIt() {
        World world = new World(8, 0.2);
        world.declare("s1", "s0");
        world.calm(2 * DAY);
        world.run(40, (at, subject) -> subject == 0);

        for (int i = 0; i < 10; i++) {
            assertThat(world.due()).contains(0, 1);
            world.run(1, (at, subject) -> subject == 0);
        }
        assertThat(world.plan.due()).extracting(Due::why).contains("it is weak", "it depends on what is weak");
    }

    @Test
    void planWhenAskedForOrDeployedLooksAtIt() {
        World world = new World(8, 0.2);
        world.calm(2 * DAY);
        world.always = Set.of(3);
        world.deploys = List.of(new Deployed(4, (world.cycle + 1) * CYCLE_MS));
        world.calm(1);
        world.deploys = List.of();

        for (int i = 0; i < 6; i++) {
            assertThat(world.due()).contains(3, 4);
            world.calm(1);
        }
    }

    @Test
    void planWhenCalledAgainPlansTheSame() {
        World world = new World(10, 0.4);
        world.calm(DAY);

        CyclePlan again = world.planner.plan(world.plannedMs, world.timeline, world.groups, Set.of());

        assertThat(again).isEqualTo(world.plan);
    }

    @Test
    void planWhenOneFailsOftenLooksAtItMoreOften() {
        World world = new World(10, 0.4);
        world.run(60 * DAY, (at, subject) -> subject == 7 && at % 700 < 3);

        List<Set<Integer>> next = world.next(20);

        long seven = next.stream().filter(due -> due.contains(7)).count();
        long three = next.stream().filter(due -> due.contains(3)).count();
        assertThat(seven).isGreaterThan(15);
        assertThat(three).isLessThan(10);
    }

    @Test
    void planWhenItRecoveredLooksMoreOftenThanLater() {
        World world = new World(20, 0.3);
        world.calm(10 * DAY);
        world.run(3, (at, subject) -> subject == 5);
        world.calm(1);

        long soon = world.next(12).stream().filter(due -> due.contains(5)).count();
        world.calm(20 * DAY);
        long later = world.next(12).stream().filter(due -> due.contains(5)).count();

        assertThat(soon).isGreaterThan(8);
        assertThat(later).isLessThan(8);
    }

    @Test
    void planLetsAnIntervalGrowAtMostTwofold() {
        World world = new World(40, 0.1);
        long[] last = new long[40];
        long[] gap = new long[40];
        Arrays.fill(gap, 1);
        for (int cycle = 1; cycle < 20 * DAY; cycle++) {
            for (int subject : world.due()) {
                assertThat(cycle - last[subject]).isLessThanOrEqualTo(Math.min(Planner.LONGEST, 2 * gap[subject]));
                gap[subject] = cycle - last[subject];
                last[subject] = cycle;
            }
            world.calm(1);
        }
        assertThat(Arrays.stream(gap).max().orElseThrow()).isGreaterThan(8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.4, 0.7})
    void planSpendsTheBudgetButNotMore(double budget) {
        World world = new World(20, budget);
        Random random = new Random(3);
        long[] fall = new long[20];
        Arrays.setAll(fall, any -> random.nextInt(20 * DAY));
        world.run(60 * DAY, (at, subject) -> {
            if (at > fall[subject] + 6) {
                fall[subject] = at + random.nextInt(20 * DAY);
            }
            return at >= fall[subject];
        });

        double share = (double) world.looks / world.slots;
        assertThat(share).isLessThanOrEqualTo(budget).isCloseTo(budget, within(0.02));
        assertThat(world.plan.share()).isCloseTo(budget, within(0.15));
    }

    @Test
    void planWhenTheWorstDelayIsGivenHoldsIt() {
        World world = new World(20, new PlanSettings(true, CYCLE_MS, Double.NaN, 6 * CYCLE_MS));
        world.run(10 * DAY, (at, subject) -> subject == 0 && at % 500 < 3);
        long[] last = new long[20];
        for (int cycle = 0; cycle < 100; cycle++) {
            for (int subject : world.due()) {
                last[subject] = cycle;
            }
            for (long at : last) {
                assertThat(cycle - at).isLessThan(6);
            }
            world.calm(1);
        }
        assertThat(world.plan.worstDelayMs()).isEqualTo(6 * CYCLE_MS);
        assertThat(world.plan.share()).isBetween(1.0 / 6, 0.5);
    }

    @Test
    void observedWhenOneFallsLooksAtWhatFellWithItAndAtItsGroup() {
        World world = new World(60, 0.3);
        world.groups = new Groups(List.of(new Group("0-9", List.of(0, 9), 5)));
        world.calm(2 * DAY);
        world.run(3, (at, subject) -> subject < 3);
        world.calm(3 * DAY);
        while (!(world.due().contains(0) && !world.due().contains(1) && !world.due().contains(9))) {
            world.calm(1);
        }
        world.run(1, (at, subject) -> subject == 0);

        assertThat(world.fanOut).extracting(FanOut::subject).contains(1, 9);
        assertThat(world.fanOut).hasSizeLessThanOrEqualTo(Planner.MOST_FAN_OUT);
    }

    @Test
    void planWhenSomeFallTogetherKeepsOneOfThemFresh() {
        World world = new World(12, 0.34);
        world.run(40 * DAY, (at, subject) -> subject < 4 && at % 900 > 894);
        world.calm(2 * DAY);

        List<Set<Integer>> next = world.next(30);

        long fresh = next.stream().filter(due -> due.stream().anyMatch(subject -> subject < 4)).count();
        long all = next.stream().mapToLong(due -> due.stream().filter(subject -> subject < 4).count()).sum();
        assertThat(fresh).isGreaterThanOrEqualTo(28);
        assertThat(all).isLessThan(3 * 30);
    }

    @Test
    void planDoesNotDependOnIds() {
        World one = new World(10, 0.4);
        World other = new World(0, 0.4);
        for (int i = 0; i < 10; i++) {
            other.declare("z" + (99 - i));
        }
        other.plan = other.planner.plan(CYCLE_MS, other.timeline, other.groups, Set.of());
        BiPredicate<Long, Integer> down = (at, subject) -> (at + 37L * subject) % (300 + subject) < 3;
        for (int i = 0; i < 20; i++) {
            one.run(50, down);
            other.run(50, down);
            assertThat(one.plan).isEqualTo(other.plan);
        }
    }

    @Test
    void settingsWhenBothAreGivenAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PlanSettings(true, CYCLE_MS, 0.4, CYCLE_MS));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlanSettings(true, CYCLE_MS, 1.4, 0));
        assertThat(new PlanSettings(true, CYCLE_MS, Double.NaN, 0).probeBudget())
                .isEqualTo(PlanSettings.DEFAULT_BUDGET);
    }
}
